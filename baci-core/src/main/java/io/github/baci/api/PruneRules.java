package io.github.baci.api;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is deleted from a store: everything that was not used for some time, and then, beginning
 * with what was not used for longest, as much as it takes to get below a size.
 *
 * @param unusedFor for how long a deleted entry was not used; zero for everything
 * @param maxBytes the size of the store afterwards
 */
public record PruneRules(Optional<Duration> unusedFor, OptionalLong maxBytes) {

  /** Everything. */
  public static final PruneRules ALL =
      new PruneRules(Optional.of(Duration.ZERO), OptionalLong.empty());

  /** Checks that neither is negative. */
  public PruneRules {
    if (unusedFor.filter(Duration::isNegative).isPresent() || maxBytes.orElse(0) < 0) {
      throw new IllegalArgumentException("negative: " + unusedFor + " " + maxBytes);
    }
  }
}
