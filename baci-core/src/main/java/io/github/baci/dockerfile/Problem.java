package io.github.baci.dockerfile;

import java.util.List;

/**
 * One fault of a Dockerfile.
 *
 * @param file the name of the file
 * @param position where the fault is
 * @param firstLine the first line of what is at fault, mostly of an instruction; from 1
 * @param lines the lines of what is at fault, without their ends
 * @param message what is wrong, in the words that BuildKit uses where it knows the fault too
 */
public record Problem(
    String file, Position position, int firstLine, List<String> lines, String message) {
  /** An unterminated heredoc has all lines to the end of the file. */
  private static final int MOST_SHOWN = 40;

  private static final int LONGEST_SHOWN = 1000;
  private static final int LONGEST_MESSAGE = 8000;

  /** Copies the list; of a message of more than 8,000 characters the middle is left out. */
  public Problem {
    lines = List.copyOf(lines);
    message = bounded(message);
  }

  /** Messages quote words of the Dockerfile, which may be as long as it is. */
  private static String bounded(String message) {
    int left = message.length() - LONGEST_MESSAGE;
    return left <= 0
        ? message
        : message.substring(0, LONGEST_MESSAGE / 2)
            + "… (%,d characters) …".formatted(left)
            + message.substring(message.length() - LONGEST_MESSAGE / 2);
  }

  /** Returns the same fault in other words. */
  public Problem withMessage(String other) {
    return new Problem(file, position, firstLine, lines, other);
  }

  /**
   * Returns the text for people: {@code FILE:LINE:COLUMN: MESSAGE}, and below it the lines
   * concerned, each marked with {@code >>>}; of more than 40 lines the first 40, and of each the
   * first 1,000 characters.
   */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    out.append(file).append(':').append(position.line()).append(':').append(position.column());
    out.append(": ").append(message);
    int shown = lines.size() > MOST_SHOWN + 1 ? MOST_SHOWN : lines.size();
    for (int i = 0; i < shown; i++) {
      String marked = "%4d | >>> %s".formatted(firstLine + i, cut(lines.get(i))).stripTrailing();
      out.append('\n').append(marked);
    }
    if (shown < lines.size()) {
      out.append("\n     ... and %,d more lines".formatted(lines.size() - shown));
    }
    return out.toString();
  }

  private static String cut(String line) {
    return line.length() <= LONGEST_SHOWN ? line : line.substring(0, LONGEST_SHOWN) + "…";
  }
}
