package io.github.baci.layer;

import java.util.Comparator;

/**
 * The order of the bytes of names in UTF-8, which is the order of code points. {@link
 * String#compareTo} has another order for characters outside the basic plane.
 */
public enum NameOrder implements Comparator<String> {
  /** By the bytes in UTF-8. */
  BYTES;

  @Override
  public int compare(String a, String b) {
    int common = Math.min(a.length(), b.length());
    for (int i = 0; i < common; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        boolean xOutside = Character.isSurrogate(x);
        boolean yOutside = Character.isSurrogate(y);
        return xOutside == yOutside ? Character.compare(x, y) : Boolean.compare(xOutside, yOutside);
      }
    }
    return Integer.compare(a.length(), b.length());
  }
}
