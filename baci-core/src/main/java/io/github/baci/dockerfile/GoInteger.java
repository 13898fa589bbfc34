package io.github.baci.dockerfile;

import io.github.baci.api.BaciException;

/** Reads decimal integers as Go's strconv does, with its messages. */
final class GoInteger {
  private GoInteger() {}

  /**
   * Reads a signed number.
   *
   * @param function the function of strconv that a message names
   * @param bits the size of the type, at most 32
   * @throws BaciException if the text is no such number
   */
  static int parse(String function, String text, int bits) {
    int digits = text.startsWith("+") || text.startsWith("-") ? 1 : 0;
    if (digits == text.length() || !text.chars().skip(digits).allMatch(c -> c >= '0' && c <= '9')) {
      throw error(function, text, "invalid syntax");
    }
    long limit = 1L << (bits - 1);
    try {
      long value = Long.parseLong(text);
      if (value >= -limit && value < limit) {
        return (int) value;
      }
    } catch (NumberFormatException e) {
      // Too many digits: out of range, as below.
    }
    throw error(function, text, "value out of range");
  }

  private static BaciException error(String function, String text, String why) {
    return new BaciException(
        "strconv.%s: parsing %s: %s".formatted(function, GoQuote.quote(text), why));
  }
}
