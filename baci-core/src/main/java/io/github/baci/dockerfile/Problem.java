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

  /** Copies the list. */
  public Problem {
    lines = List.copyOf(lines);
  }

  /** Returns the same fault in other words. */
  public Problem withMessage(String other) {
    return new Problem(file, position, firstLine, lines, other);
  }

  /**
   * Returns the text for people: {@code FILE:LINE:COLUMN: MESSAGE}, and below it the lines
   * concerned, each marked with {@code >>>}.
   */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    out.append(file).append(':').append(position.line()).append(':').append(position.column());
    out.append(": ").append(message);
    for (int i = 0; i < lines.size(); i++) {
      String marked = "%4d | >>> %s".formatted(firstLine + i, lines.get(i)).stripTrailing();
      out.append('\n').append(marked);
    }
    return out.toString();
  }
}
