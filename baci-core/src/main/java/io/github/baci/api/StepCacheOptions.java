package io.github.baci.api;

import java.util.List;
import java.util.Optional;

/**
 * Where the results of steps are shared with other machines: repositories of registries, named as
 * images are, without a tag.
 *
 * @param from repositories to take results from, the first that has one first
 * @param to the repository to put results into
 */
public record StepCacheOptions(List<String> from, Optional<String> to) {
  /** Nothing is shared. */
  public static final StepCacheOptions NONE = new StepCacheOptions(List.of(), Optional.empty());

  /** Copies the list. */
  public StepCacheOptions {
    from = List.copyOf(from);
  }

  /** Returns whether anything is shared. */
  public boolean isOn() {
    return !from.isEmpty() || to.isPresent();
  }
}
