package io.github.baci.maven;

import io.github.baci.api.BaciException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Arguments in one line. The splitter of plexus-utils, {@code CommandLineUtils}, is not used for
 * it: it drops empty arguments, parts words by spaces alone, and takes a backslash as any other
 * character.
 */
final class ArgumentLine {
  private ArgumentLine() {}

  /**
   * Splits a line into words as a POSIX shell does, and puts them behind other arguments. Words are
   * parted by blanks. What stands in single quotes is taken as it is; in double quotes a backslash
   * takes the meaning from a double quote and a backslash, outside of quotes from every character.
   * Variables, patterns and the like are not looked at.
   *
   * @param first the arguments before them, or null
   * @param line the line, or null
   * @throws BaciException if a quote is not closed, or a backslash is the last character
   */
  static List<String> append(@Nullable List<String> first, @Nullable String line) {
    List<String> arguments = new ArrayList<>(first == null ? List.of() : first);
    StringBuilder word = null;
    char quote = 0;
    String text = line == null ? "" : line;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote == 0 && Character.isWhitespace(c)) {
        if (word != null) {
          arguments.add(word.toString());
        }
        word = null;
        continue;
      }
      word = word == null ? new StringBuilder() : word;
      if (quote != 0 && c == quote) {
        quote = 0;
      } else if (quote == 0 && (c == '\'' || c == '"')) {
        quote = c;
      } else if (c == '\\' && quote == 0 && i + 1 == text.length()) {
        throw new BaciException("baci.args ends with a backslash: " + line);
      } else if (c == '\\' && quote != '\'' && isEscaped(text, i + 1, quote)) {
        word.append(text.charAt(++i));
      } else {
        word.append(c);
      }
    }
    if (quote != 0) {
      throw new BaciException("baci.args has a %s that is not closed: %s".formatted(quote, line));
    }
    if (word != null) {
      arguments.add(word.toString());
    }
    return arguments;
  }

  private static boolean isEscaped(String text, int next, char quote) {
    return quote == 0
        || (next < text.length() && (text.charAt(next) == '"' || text.charAt(next) == '\\'));
  }
}
