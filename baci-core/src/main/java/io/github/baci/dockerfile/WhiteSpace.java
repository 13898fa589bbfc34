package io.github.baci.dockerfile;

/** The two notions of white space that the language has. */
final class WhiteSpace {
  private WhiteSpace() {}

  /** Returns whether the character separates words where nothing is quoted: ASCII blanks alone. */
  static boolean isBlank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r' && c != '\n');
  }

  /** Returns whether Unicode calls the character white space, as Go's unicode.IsSpace does. */
  static boolean isSpace(int c) {
    if (c < 0x80) {
      return c == ' ' || (c >= '\t' && c <= '\r');
    }
    return c == 0x85
        || c == 0xA0
        || c == 0x1680
        || (c >= 0x2000 && c <= 0x200A)
        || c == 0x2028
        || c == 0x2029
        || c == 0x202F
        || c == 0x205F
        || c == 0x3000;
  }

  /** Returns the offset of the first character from the given one on that is no white space. */
  static int skipSpaces(String text, int from) {
    int at = from;
    while (at < text.length() && isSpace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /** Takes Unicode white space off both ends. */
  static String trim(String text) {
    int start = skipSpaces(text, 0);
    int end = text.length();
    while (end > start && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }
}
