package io.github.baci.maven;

import java.util.Locale;

/** Sizes as people read them, in decimal units. */
final class ByteCount {
  private static final double STEP = 1000;

  private ByteCount() {}

  /** Writes a number of bytes with one unit, as in {@code 48.2 MB}. */
  static String of(long bytes) {
    if (bytes < STEP) {
      return bytes + " B";
    }
    double value = bytes / STEP;
    for (String unit : new String[] {"kB", "MB"}) {
      if (value < STEP) {
        return String.format(Locale.ROOT, "%.1f %s", value, unit);
      }
      value /= STEP;
    }
    return String.format(Locale.ROOT, "%.1f GB", value);
  }
}
