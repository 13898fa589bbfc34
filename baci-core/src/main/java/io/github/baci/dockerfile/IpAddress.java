package io.github.baci.dockerfile;

/** Tells IP addresses from other text, without asking any name server. */
final class IpAddress {
  private IpAddress() {}

  /** Returns whether the text is an IPv4 address in four decimal parts or an IPv6 address. */
  static boolean isValid(String text) {
    return text.indexOf(':') < 0 ? isV4(text) : isV6(text);
  }

  private static boolean isV4(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return false;
    }
    for (String part : parts) {
      boolean decimal = part.matches("0|[1-9][0-9]{0,2}");
      if (!decimal || Integer.parseInt(part) > 255) {
        return false;
      }
    }
    return true;
  }

  private static boolean isV6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      return groups(text, true) == 8;
    }
    int before = groups(text.substring(0, gap), false);
    int after = groups(text.substring(gap + 2), true);
    return before >= 0 && after >= 0 && before + after < 8;
  }

  /** Counts groups of 16 bits; an IPv4 address at the end counts two. Returns -1 for other text. */
  private static int groups(String text, boolean last) {
    if (text.isEmpty()) {
      return 0;
    }
    String[] parts = text.split(":", -1);
    int count = 0;
    for (int i = 0; i < parts.length; i++) {
      if (last && i == parts.length - 1 && parts[i].indexOf('.') >= 0) {
        if (!isV4(parts[i])) {
          return -1;
        }
        count += 2;
      } else if (parts[i].matches("[0-9a-fA-F]{1,4}")) {
        count++;
      } else {
        return -1;
      }
    }
    return count;
  }
}
