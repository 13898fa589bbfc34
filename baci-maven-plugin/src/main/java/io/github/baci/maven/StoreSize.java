package io.github.baci.maven;

import io.github.baci.api.BaciException;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as users write them: {@code 20G}, {@code 500 MB}, {@code 1.5GiB}, {@code 1048576}. */
final class StoreSize {
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,12}(?:\\.\\d{1,6})?)\\s*([kmgt]?)(i?b)?");
  private static final String NONE = "none";

  private StoreSize() {}

  /** Reads a size, or {@code none}, which is empty. */
  static OptionalLong parseLimit(String text, String parameter) {
    return text.strip().toLowerCase(Locale.ROOT).equals(NONE)
        ? OptionalLong.empty()
        : OptionalLong.of(parse(text, parameter));
  }

  /**
   * Reads a size in bytes. {@code K}, {@code M}, {@code G} and {@code T} are powers of 1024, with
   * and without {@code iB}; {@code KB}, {@code MB}, … are powers of 1000.
   *
   * @param parameter what it is the value of, for messages
   * @throws BaciException if it has another form, or is 8 EiB and more
   */
  static long parse(String text, String parameter) {
    Matcher matcher = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new BaciException(
          "%s is '%s', but must be a size, as in 20G, 500MB or 1048576".formatted(parameter, text));
    }
    double base = "b".equals(matcher.group(3)) && !matcher.group(2).isEmpty() ? 1000 : 1024;
    int exponent = matcher.group(2).isEmpty() ? 0 : "kmgt".indexOf(matcher.group(2)) + 1;
    double bytes = Double.parseDouble(matcher.group(1)) * Math.pow(base, exponent);
    if (bytes >= Long.MAX_VALUE) {
      throw new BaciException("%s is '%s', which is too large".formatted(parameter, text));
    }
    return Math.round(bytes);
  }
}
