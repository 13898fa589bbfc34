package io.github.baci.dockerfile;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON that Dockerfiles hold: an array of strings. A general JSON library would take
 * longer to load than most Dockerfiles take to build when nothing has changed.
 */
final class JsonScanner {
  private static final int MAX_DEPTH = 10_000;

  /** The text is not JSON. */
  private static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed() {
      super(null, null, false, false);
    }
  }

  /**
   * What an array holds.
   *
   * @param strings its elements
   * @param stringsOnly whether all elements are strings; if not, {@code strings} means nothing
   */
  record Array(List<String> strings, boolean stringsOnly) {}

  private final String text;
  private int at;

  private JsonScanner(String text) {
    this.text = text;
  }

  /** Reads an array that is the whole text; empty if the text is no JSON array. */
  static Optional<Array> array(String text) {
    int start = WhiteSpace.skipSpaces(text, 0);
    if (start == text.length() || text.charAt(start) != '[') {
      return Optional.empty();
    }
    JsonScanner scanner = new JsonScanner(text);
    scanner.at = start + 1;
    try {
      return Optional.of(scanner.readArray());
    } catch (Malformed e) {
      return Optional.empty();
    }
  }

  /** Reads a member that is a string of an object that is the whole text. */
  static Optional<String> member(String text, String name) {
    JsonScanner scanner = new JsonScanner(text);
    try {
      return Optional.ofNullable(scanner.readMember(name));
    } catch (Malformed e) {
      return Optional.empty();
    }
  }

  private Array readArray() throws Malformed {
    List<String> strings = new ArrayList<>();
    boolean stringsOnly = true;
    if (peekToken() == ']') {
      at++;
    } else {
      do {
        if (peekToken() == '"') {
          strings.add(readString());
        } else {
          stringsOnly = false;
          skipValue();
        }
      } while (moreBefore(']'));
    }
    expectEnd();
    return new Array(strings, stringsOnly);
  }

  private @Nullable String readMember(String name) throws Malformed {
    String found = null;
    expect('{');
    if (peekToken() == '}') {
      at++;
    } else {
      do {
        String key = readKey();
        if (peekToken() == '"') {
          String value = readString();
          found = key.equals(name) ? value : found;
        } else {
          skipValue();
          found = key.equals(name) ? null : found;
        }
      } while (moreBefore('}'));
    }
    expectEnd();
    return found;
  }

  /** Skips one value of any kind; containers are held on a stack of their closing brackets. */
  private void skipValue() throws Malformed {
    Deque<Character> open = new ArrayDeque<>();
    do {
      char c = peekToken();
      if (c == '[' || c == '{') {
        at++;
        char close = c == '[' ? ']' : '}';
        if (peekToken() != close) {
          if (open.size() == MAX_DEPTH) {
            throw new Malformed();
          }
          open.push(close);
          if (close == '}') {
            readKey();
          }
          continue;
        }
        at++;
      } else {
        skipScalar(c);
      }
      while (!open.isEmpty()) {
        if (moreBefore(open.peek())) {
          if (open.peek() == '}') {
            readKey();
          }
          break;
        }
        open.pop();
      }
    } while (!open.isEmpty());
  }

  private void skipScalar(char first) throws Malformed {
    switch (first) {
      case '"' -> readString();
      case 't' -> skipWord("true");
      case 'f' -> skipWord("false");
      case 'n' -> skipWord("null");
      default -> skipNumber();
    }
  }

  private void skipWord(String word) throws Malformed {
    if (!text.startsWith(word, at)) {
      throw new Malformed();
    }
    at += word.length();
  }

  private void skipNumber() throws Malformed {
    int start = at;
    if (at < text.length() && text.charAt(at) == '-') {
      at++;
    }
    if (at < text.length() && text.charAt(at) == '0') {
      at++;
    } else {
      skipDigits();
    }
    if (at < text.length() && text.charAt(at) == '.') {
      at++;
      skipDigits();
    }
    if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      at++;
      if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
        at++;
      }
      skipDigits();
    }
    if (Double.isInfinite(Double.parseDouble(text.substring(start, at)))) {
      throw new Malformed();
    }
  }

  private void skipDigits() throws Malformed {
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (at == start) {
      throw new Malformed();
    }
  }

  private String readKey() throws Malformed {
    if (peekToken() != '"') {
      throw new Malformed();
    }
    String key = readString();
    expect(':');
    return key;
  }

  private String readString() throws Malformed {
    int start = ++at;
    StringBuilder out = null;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '"') {
        String plain = out == null ? text.substring(start, at) : out.toString();
        at++;
        return plain;
      }
      if (c < ' ') {
        throw new Malformed();
      }
      if (c == '\\') {
        if (out == null) {
          out = new StringBuilder(text.substring(start, at));
        }
        at++;
        readEscape(out);
      } else {
        if (out != null) {
          out.append(c);
        }
        at++;
      }
    }
    throw new Malformed();
  }

  private void readEscape(StringBuilder out) throws Malformed {
    char c = at < text.length() ? text.charAt(at++) : 0;
    switch (c) {
      case '"', '\\', '/' -> out.append(c);
      case 'b' -> out.append('\b');
      case 'f' -> out.append('\f');
      case 'n' -> out.append('\n');
      case 'r' -> out.append('\r');
      case 't' -> out.append('\t');
      case 'u' -> {
        char unit = readHex();
        if (Character.isHighSurrogate(unit) && text.startsWith("\\u", at)) {
          int before = at;
          at += 2;
          char low = readHex();
          if (Character.isLowSurrogate(low)) {
            out.append(unit).append(low);
            return;
          }
          at = before;
        }
        // Half a pair stands for nothing.
        out.append(Character.isSurrogate(unit) ? '\uFFFD' : unit);
      }
      default -> throw new Malformed();
    }
  }

  private char readHex() throws Malformed {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      int digit = at < text.length() ? hexDigit(text.charAt(at++)) : -1;
      if (digit < 0) {
        throw new Malformed();
      }
      value = value * 16 + digit;
    }
    return (char) value;
  }

  private static int hexDigit(char c) {
    return c < 0x80 ? Character.digit(c, 16) : -1;
  }

  private boolean moreBefore(char close) throws Malformed {
    char c = peekToken();
    at++;
    if (c != ',' && c != close) {
      throw new Malformed();
    }
    return c == ',';
  }

  private void expect(char wanted) throws Malformed {
    if (peekToken() != wanted) {
      throw new Malformed();
    }
    at++;
  }

  private void expectEnd() throws Malformed {
    skipWhitespace();
    if (at < text.length()) {
      throw new Malformed();
    }
  }

  private char peekToken() throws Malformed {
    skipWhitespace();
    if (at >= text.length()) {
      throw new Malformed();
    }
    return text.charAt(at);
  }

  private void skipWhitespace() {
    while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }
}
