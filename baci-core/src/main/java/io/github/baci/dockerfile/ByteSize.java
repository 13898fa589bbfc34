package io.github.baci.dockerfile;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads sizes as Docker writes them: {@code 128m}, {@code 1.5GiB}, {@code 4096}; 1024-based. */
final class ByteSize {
  private static final Pattern FORM =
      Pattern.compile(
          "\\+?([0-9]+\\.?[0-9]*|\\.[0-9]+)(?:e([+-]?[0-9]{1,2}))? ?(?:([kmgtp])i?b?|b)?");
  private static final BigDecimal LIMIT = BigDecimal.valueOf(Long.MAX_VALUE);

  private ByteSize() {}

  /** Returns the number of bytes; empty if the text has another form or is too large. */
  static OptionalLong parse(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    Matcher matcher = FORM.matcher(lower);
    boolean iWithoutB = lower.endsWith("i");
    if (!matcher.matches() || iWithoutB) {
      return OptionalLong.empty();
    }
    String number = matcher.group(1);
    BigDecimal size = new BigDecimal(number.endsWith(".") ? number + "0" : number);
    if (matcher.group(2) != null) {
      size = size.scaleByPowerOfTen(Integer.parseInt(matcher.group(2)));
    }
    if (matcher.group(3) != null) {
      size =
          size.multiply(BigDecimal.valueOf(1L << (10 * ("kmgtp".indexOf(matcher.group(3)) + 1))));
    }
    return size.compareTo(LIMIT) > 0 ? OptionalLong.empty() : OptionalLong.of(size.longValue());
  }
}
