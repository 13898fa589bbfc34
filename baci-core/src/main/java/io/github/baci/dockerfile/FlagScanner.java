package io.github.baci.dockerfile;

import java.util.ArrayList;
import java.util.List;

/**
 * Takes the options off the beginning of an instruction's arguments: words that begin with {@code
 * --}, up to the first that does not or to a bare {@code --}.
 */
final class FlagScanner {
  private final String text;
  private final char escape;
  private final List<BuildFlag> flags = new ArrayList<>();
  private int at;

  FlagScanner(String text, int start, char escape) {
    this.text = text;
    this.at = start;
    this.escape = escape;
  }

  /** Reads the options and returns where the arguments begin. */
  int scan() {
    while (true) {
      at = WhiteSpace.skipSpaces(text, at);
      if (!text.startsWith("--", at)) {
        return at;
      }
      int start = at;
      String flag = readWord();
      if (flag.equals("--")) {
        return at;
      }
      flags.add(new BuildFlag(flag, start));
    }
  }

  List<BuildFlag> flags() {
    return flags;
  }

  private String readWord() {
    StringBuilder word = new StringBuilder();
    char quote = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (quote == 0 && WhiteSpace.isSpace(c)) {
        break;
      }
      at++;
      if (c == quote) {
        quote = 0;
      } else if (quote == 0 && (c == '\'' || c == '"')) {
        quote = c;
      } else if (c != escape) {
        word.append(c);
      } else if (at < text.length()) {
        word.append(text.charAt(at++));
      }
    }
    return word.toString();
  }
}
