package io.github.baci.build;

import io.github.baci.context.IgnoreRules;
import java.util.function.Predicate;

/** The paths that the build check for ignored files asks for. */
final class IgnoredPaths {
  private IgnoredPaths() {}

  /**
   * Returns what an ignore file excludes. With a pattern that takes files in again, nothing counts
   * as excluded, because a directory can then still have files.
   */
  static Predicate<String> of(IgnoreRules rules) {
    return rules.hasNegation() ? path -> false : rules::ignores;
  }
}
