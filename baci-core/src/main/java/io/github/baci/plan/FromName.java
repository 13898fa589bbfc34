package io.github.baci.plan;

import io.github.baci.api.BaciException;
import io.github.baci.api.ImageReference;
import java.util.Optional;

/**
 * Checks names of images as they stand in FROM: references as Docker reads them, or names with a
 * scheme ({@code oci-archive://…}), which are left to the source of that scheme.
 */
final class FromName {
  private FromName() {}

  /**
   * Checks a name.
   *
   * @throws BaciException if it is neither a reference nor has a scheme; the message does not say
   *     where it stands
   */
  static void check(String name) {
    Optional<String> problem = problem(name);
    if (problem.isPresent()) {
      throw new BaciException(
          "failed to parse stage name \"%s\": %s".formatted(name, problem.get()));
    }
  }

  /** Returns whether a name could be loaded. */
  static boolean isValid(String name) {
    return problem(name).isEmpty();
  }

  private static Optional<String> problem(String name) {
    return name.contains("://") ? Optional.empty() : ImageReference.problem(name);
  }
}
