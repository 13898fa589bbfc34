package io.github.baci.dockerfile;

import io.github.baci.api.BaciException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/** Reads durations as Go writes them: {@code 1h30m}, {@code 1.5s}, {@code 250ms}. */
public final class GoDuration {
  private static final BigDecimal LIMIT = BigDecimal.valueOf(Long.MAX_VALUE);

  private GoDuration() {}

  /**
   * Reads a duration: an optional sign, then numbers that each have a unit of {@code ns us µs ms s
   * m h}; or 0.
   *
   * @throws BaciException if the text has another form or is longer than 292 years
   */
  public static Duration parse(String text) {
    boolean negative = text.startsWith("-");
    int at = negative || text.startsWith("+") ? 1 : 0;
    if (text.substring(at).equals("0")) {
      return Duration.ZERO;
    }
    if (at == text.length()) {
      throw invalid(text);
    }
    BigDecimal nanos = BigDecimal.ZERO;
    while (at < text.length()) {
      int numberEnd = at;
      while (numberEnd < text.length() && isNumberChar(text.charAt(numberEnd))) {
        numberEnd++;
      }
      String number = text.substring(at, numberEnd);
      if (number.isEmpty()
          || number.equals(".")
          || number.indexOf('.') != number.lastIndexOf('.')) {
        throw invalid(text);
      }
      int unitEnd = numberEnd;
      while (unitEnd < text.length() && !isNumberChar(text.charAt(unitEnd))) {
        unitEnd++;
      }
      String unit = text.substring(numberEnd, unitEnd);
      if (unit.isEmpty()) {
        throw new BaciException("time: missing unit in duration " + GoQuote.quote(text));
      }
      nanos = nanos.add(new BigDecimal(padded(number)).multiply(nanosOf(unit, text)));
      if (nanos.compareTo(LIMIT) > 0) {
        throw invalid(text);
      }
      at = unitEnd;
    }
    long total = nanos.setScale(0, RoundingMode.DOWN).longValueExact();
    return Duration.ofNanos(negative ? -total : total);
  }

  private static String padded(String number) {
    return number.endsWith(".") ? number + "0" : number;
  }

  private static BigDecimal nanosOf(String unit, String text) {
    return BigDecimal.valueOf(
        switch (unit) {
          case "ns" -> 1L;
          case "us", "µs", "μs" -> 1_000L;
          case "ms" -> 1_000_000L;
          case "s" -> 1_000_000_000L;
          case "m" -> 60_000_000_000L;
          case "h" -> 3_600_000_000_000L;
          default ->
              throw new BaciException(
                  "time: unknown unit %s in duration %s"
                      .formatted(GoQuote.quote(unit), GoQuote.quote(text)));
        });
  }

  private static boolean isNumberChar(char c) {
    return c == '.' || (c >= '0' && c <= '9');
  }

  private static BaciException invalid(String text) {
    return new BaciException("time: invalid duration " + GoQuote.quote(text));
  }
}
