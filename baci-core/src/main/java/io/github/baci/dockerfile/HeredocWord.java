package io.github.baci.dockerfile;

import io.github.baci.dockerfile.WordLexer.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A word that opens a heredoc: {@code [FD]<<[-]DELIMITER}.
 *
 * @param name the delimiter without quotes
 * @param fileDescriptor the number before {@code <<}, 0 if there is none
 * @param expand whether no part of the delimiter was quoted
 * @param chomp whether it was {@code <<-}
 */
record HeredocWord(String name, int fileDescriptor, boolean expand, boolean chomp) {
  private static final Mode UNQUOTED = new Mode('\\', false, false, false, true);
  private static final Mode QUOTED = new Mode('\\', true, false, false, true);
  private static final Mode RAW = new Mode('\\', true, true, false, true);

  /** Returns the words of a logical line that open heredocs; none if a quote is not closed. */
  static List<HeredocWord> in(String line) {
    if (!line.contains("<<")) {
      return List.of();
    }
    List<String> words;
    try {
      words = new WordLexer(line, RAW, name -> null).expand().words();
    } catch (ExpansionException e) {
      return List.of();
    }
    List<HeredocWord> found = new ArrayList<>();
    for (String word : words) {
      parse(word).ifPresent(found::add);
    }
    return found;
  }

  /** Reads a word with its quotes; empty if it opens no heredoc. */
  static Optional<HeredocWord> parse(String word) {
    int at = 0;
    while (at < word.length() && word.charAt(at) >= '0' && word.charAt(at) <= '9') {
      at++;
    }
    if (!word.startsWith("<<", at)) {
      return Optional.empty();
    }
    int fileDescriptor = number(word.substring(0, at));
    at += 2;
    boolean chomp = word.startsWith("-", at);
    if (chomp) {
      at++;
    }
    while (at < word.length() && isRegexSpace(word.charAt(at))) {
      at++;
    }
    String rest = word.substring(at);
    if (rest.isEmpty() || rest.indexOf('<') >= 0) {
      return Optional.empty();
    }
    String name;
    String quoted;
    try {
      List<String> words = new WordLexer(rest, UNQUOTED, variable -> null).expand().words();
      if (words.size() != 1) {
        return Optional.empty();
      }
      name = words.get(0);
      List<String> quotedWords = new WordLexer(rest, QUOTED, variable -> null).expand().words();
      if (quotedWords.size() != 1) {
        return Optional.empty();
      }
      quoted = quotedWords.get(0);
    } catch (ExpansionException e) {
      return Optional.empty();
    }
    return Optional.of(
        new HeredocWord(name, fileDescriptor, quotes(name) == quotes(quoted), chomp));
  }

  private static int number(String digits) {
    try {
      return digits.isEmpty() ? 0 : Integer.parseInt(digits);
    } catch (NumberFormatException e) {
      return Integer.MAX_VALUE;
    }
  }

  private static boolean isRegexSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
  }

  private static long quotes(String text) {
    return text.chars().filter(c -> c == '\'' || c == '"').count();
  }
}
