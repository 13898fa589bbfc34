package io.github.baci.api;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where the results of steps are shared with other machines: repositories of registries, named as
 * images are, without a tag.
 *
 * @param from repositories to take results from, the first that has one first
 * @param to the repository to put results into
 * @param patience the time that one build may lose to repositories that are slow or at fault
 * @param trust whose results are taken, and by whom this build's are signed
 * @param scope what is shared
 */
public record StepCacheOptions(
    List<String> from, Optional<String> to, Duration patience, StepCacheTrust trust, Scope scope) {

  /** What is shared. */
  public enum Scope {
    /** Steps alone. */
    STEPS,
    /** Steps, and whole images, so that what has not changed is taken as it is. */
    STEPS_AND_IMAGES
  }

  /** The time that one build may lose, if nothing else is said. */
  public static final Duration PATIENCE = Duration.ofSeconds(1);

  /** Nothing is shared. */
  public static final StepCacheOptions NONE = new StepCacheOptions(List.of(), Optional.empty());

  /** Copies the list. */
  public StepCacheOptions {
    from = List.copyOf(from);
  }

  /** Takes the usual patience, results of everybody, and whole images. */
  public StepCacheOptions(List<String> from, Optional<String> to) {
    this(from, to, PATIENCE, StepCacheTrust.EVERYBODY, Scope.STEPS_AND_IMAGES);
  }

  /** Returns whether anything is shared. */
  public boolean isOn() {
    return !from.isEmpty() || to.isPresent();
  }
}
