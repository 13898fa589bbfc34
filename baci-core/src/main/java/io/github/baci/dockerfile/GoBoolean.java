package io.github.baci.dockerfile;

import java.util.Optional;

/** Reads booleans as Go's strconv does. */
public final class GoBoolean {
  private GoBoolean() {}

  /** Reads {@code 1 t T TRUE true True 0 f F FALSE false False}; empty for anything else. */
  public static Optional<Boolean> parse(String text) {
    return switch (text) {
      case "1", "t", "T", "TRUE", "true", "True" -> Optional.of(true);
      case "0", "f", "F", "FALSE", "false", "False" -> Optional.of(false);
      default -> Optional.empty();
    };
  }
}
