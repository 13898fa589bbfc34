package io.github.baci.dockerfile;

import java.util.ArrayList;
import java.util.List;

/** Splits arguments into words. */
final class WordSplitter {
  private WordSplitter() {}

  /** Splits on ASCII blanks; quotes and escapes mean nothing. */
  static List<String> onBlanks(String text) {
    List<String> words = new ArrayList<>();
    int start = 0;
    for (int at = 0; at < text.length(); at++) {
      if (WhiteSpace.isBlank(text.charAt(at))) {
        words.add(text.substring(start, at));
        while (at + 1 < text.length() && WhiteSpace.isBlank(text.charAt(at + 1))) {
          at++;
        }
        start = at + 1;
      }
    }
    words.add(text.substring(start));
    return words;
  }

  /**
   * Splits on Unicode white space that is neither quoted nor escaped. Quotes and escapes stay in
   * the words; a quote that is not closed reaches to the end.
   */
  static List<String> respectingQuotes(String text, char escape) {
    List<String> words = new ArrayList<>();
    int at = WhiteSpace.skipSpaces(text, 0);
    while (at < text.length()) {
      StringBuilder word = new StringBuilder();
      char quote = 0;
      boolean quoted = false;
      for (; at < text.length(); at++) {
        char c = text.charAt(at);
        if (quote == 0 && WhiteSpace.isSpace(c)) {
          break;
        }
        if (c == escape && quote != '\'') {
          if (at + 1 == text.length()) {
            continue;
          }
          word.append(c).append(text.charAt(++at));
          continue;
        }
        if (c == quote) {
          quote = 0;
        } else if (quote == 0 && (c == '\'' || c == '"')) {
          quote = c;
          quoted = true;
        }
        word.append(c);
      }
      if (quoted || !word.isEmpty()) {
        words.add(word.toString());
      }
      at = WhiteSpace.skipSpaces(text, at);
    }
    return words;
  }
}
