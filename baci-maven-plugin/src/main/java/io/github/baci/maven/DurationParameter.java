package io.github.baci.maven;

import io.github.baci.api.BaciException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as users write them: {@code 30d}, {@code 12h}, {@code 2w}, or ISO 8601. */
final class DurationParameter {
  private static final Pattern SHORT = Pattern.compile("(\\d{1,6})\\s*([mhdw])");
  private static final Map<String, Duration> UNITS =
      Map.of(
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1),
          "w", Duration.ofDays(7));

  private DurationParameter() {}

  /**
   * Reads a duration.
   *
   * @param parameter what it is the value of, for messages
   * @throws BaciException if it has another form, or is negative
   */
  static Duration parse(String text, String parameter) {
    Matcher matcher = SHORT.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (matcher.matches()) {
      Duration unit = Objects.requireNonNull(UNITS.get(matcher.group(2)), "the pattern knows them");
      return unit.multipliedBy(Long.parseLong(matcher.group(1)));
    }
    try {
      Duration duration = Duration.parse(text.strip());
      if (!duration.isNegative()) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      // told below
    }
    throw new BaciException(
        "%s is '%s', but must be a time, as in 30d, 12h, 2w, or P30D in ISO 8601"
            .formatted(parameter, text));
  }
}
