package io.github.baci.layer;

import java.util.Arrays;
import java.util.Comparator;

/**
 * The order of the bytes of names, which in UTF-8 is the order of code points. {@link
 * String#compareTo} has another order for characters outside the basic plane.
 */
public enum NameOrder implements Comparator<String> {
  /** By the bytes, as {@link NameBytes} has them. */
  BYTES;

  @Override
  public int compare(String a, String b) {
    int common = Math.min(a.length(), b.length());
    for (int i = 0; i < common; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        if (isEscape(a, i) || isEscape(b, i)) {
          return Arrays.compareUnsigned(NameBytes.encode(a), NameBytes.encode(b));
        }
        boolean xOutside = Character.isSurrogate(x);
        boolean yOutside = Character.isSurrogate(y);
        return xOutside == yOutside ? Character.compare(x, y) : Boolean.compare(xOutside, yOutside);
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  /** Returns whether a unit may stand for a byte that is not UTF-8; such names are rare. */
  private static boolean isEscape(String name, int index) {
    return Character.isLowSurrogate(name.charAt(index))
        && (index == 0 || !Character.isHighSurrogate(name.charAt(index - 1)));
  }
}
