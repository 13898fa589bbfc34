package io.github.baci.dockerfile;

import io.github.baci.api.Limits;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The patterns of {@code ${name#pattern}} and its kin: {@code *} stands for any characters but line
 * ends, {@code ?} for one, and {@code \} makes {@code *}, {@code ?} and itself ordinary.
 */
final class ShellPattern {
  private static final int ANY_RUN = -1;
  private static final int ANY_ONE = -2;

  /** Code points, {@link #ANY_RUN} and {@link #ANY_ONE}. */
  private final int[] elements;

  private long steps;

  private ShellPattern(int[] elements) {
    this.elements = elements;
  }

  static String withoutPrefix(String value, String pattern, boolean longest) {
    int[] subject = value.codePoints().toArray();
    int end = compile(pattern).matchEnd(subject, 0, longest);
    return end < 0 ? value : new String(subject, end, subject.length - end);
  }

  static String withoutSuffix(String value, String pattern, boolean longest) {
    String reversed = new StringBuilder(value).reverse().toString();
    return new StringBuilder(withoutPrefix(reversed, reversePattern(pattern), longest))
        .reverse()
        .toString();
  }

  static String replace(String value, String pattern, String replacement, boolean all) {
    ShellPattern compiled = compile(pattern);
    int[] subject = value.codePoints().toArray();
    StringBuilder out = new StringBuilder(value.length());
    int copied = 0;
    int start = 0;
    boolean first = true;
    while (start <= subject.length) {
      int end = compiled.matchEnd(subject, start, true);
      if (end < 0) {
        start++;
        continue;
      }
      out.append(new String(subject, copied, start - copied));
      // An empty match right behind another match is none.
      if (end > copied || first) {
        out.append(replacement);
      }
      first = false;
      copied = end;
      if (!all) {
        break;
      }
      start = Math.max(end, start + 1);
    }
    return out.append(new String(subject, copied, subject.length - copied)).toString();
  }

  private static ShellPattern compile(String pattern) {
    int[] source = pattern.codePoints().toArray();
    int[] elements = new int[source.length];
    int size = 0;
    for (int i = 0; i < source.length; i++) {
      int c = source[i];
      if (c == '\\') {
        int escaped = i + 1 < source.length ? source[i + 1] : 0xFFFD;
        if (escaped == '}' || escaped == '/') {
          continue;
        }
        if (escaped != '*' && escaped != '?' && escaped != '\\') {
          throw new ExpansionException(
              "invalid pattern (%s) in substitution: invalid escape '\\%s'"
                  .formatted(pattern, Character.toString(escaped)));
        }
        elements[size++] = escaped;
        i++;
      } else {
        elements[size++] = c == '*' ? ANY_RUN : c == '?' ? ANY_ONE : c;
      }
    }
    return new ShellPattern(Arrays.copyOf(elements, size));
  }

  /** Returns where the shortest or longest match from the start on ends, or -1. */
  private int matchEnd(int[] subject, int start, boolean longest) {
    BitSet ends = new BitSet(subject.length + 1);
    ends.set(start);
    for (int element : elements) {
      BitSet after = new BitSet(subject.length + 1);
      count(1 + subject.length / Long.SIZE + ends.cardinality());
      for (int at = ends.nextSetBit(0); at >= 0; at = ends.nextSetBit(at + 1)) {
        if (element == ANY_RUN) {
          int to = at;
          while (to < subject.length && subject[to] != '\n') {
            to++;
          }
          count(to - at);
          after.set(at, to + 1);
          // All ends up to there are covered; what begins behind the line end is still to come.
          at = to;
        } else if (at < subject.length
            && (element == ANY_ONE ? subject[at] != '\n' : subject[at] == element)) {
          after.set(at + 1);
        }
      }
      if (after.isEmpty()) {
        return -1;
      }
      ends = after;
    }
    return longest ? ends.length() - 1 : ends.nextSetBit(0);
  }

  private void count(int more) {
    steps += more;
    if (steps > Limits.PATTERN_STEPS || Thread.currentThread().isInterrupted()) {
      throw new ExpansionException(
          steps > Limits.PATTERN_STEPS
              ? "the pattern takes too long with so long a value; use fewer '*', or a shorter value"
              : "the build was interrupted");
    }
  }

  /** Reverses a pattern; what is escaped stays behind its escape. */
  private static String reversePattern(String pattern) {
    int[] source = pattern.codePoints().toArray();
    int[] out = new int[source.length];
    int last = source.length - 1;
    for (int i = 0; i <= last; i++) {
      if (source[i] == '\\' && i < last) {
        out[last - i - 1] = '\\';
        out[last - i] = source[i + 1];
        i++;
      } else {
        out[last - i] = source[i];
      }
    }
    return new String(out, 0, out.length);
  }
}
