package io.github.baci.maven;

import io.github.baci.BaciException;
import java.util.ArrayList;
import java.util.List;

/** Arguments in one line. */
final class ArgumentLine {
  private ArgumentLine() {}

  /**
   * Splits a line at blanks and puts the parts behind other arguments. What stands between single
   * or double quotes belongs together; nothing else is special.
   *
   * @param first the arguments before them, or null
   * @param line the line, or null
   * @throws BaciException if a quote is not closed
   */
  static List<String> append(List<String> first, String line) {
    List<String> arguments = new ArrayList<>(first == null ? List.of() : first);
    StringBuilder word = null;
    char quote = 0;
    for (char c : (line == null ? "" : line).toCharArray()) {
      if (quote != 0 && c == quote) {
        quote = 0;
      } else if (quote == 0 && (c == '\'' || c == '"')) {
        quote = c;
        word = word == null ? new StringBuilder() : word;
      } else if (quote == 0 && Character.isWhitespace(c)) {
        if (word != null) {
          arguments.add(word.toString());
        }
        word = null;
      } else {
        word = (word == null ? new StringBuilder() : word).append(c);
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
}
