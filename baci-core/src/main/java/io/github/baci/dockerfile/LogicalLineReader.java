package io.github.baci.dockerfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Joins the physical lines of a file to logical lines: leaves out comments and blank lines, and
 * follows continuations.
 */
final class LogicalLineReader {
  /** The bytes that a physical line may have, without its newline. */
  static final int MAX_LINE_BYTES = 65_535;

  private final SourceText source;
  private final char escape;
  private final Consumer<Problem> problems;
  private final int lastLine;
  private int line;

  /**
   * Makes a reader.
   *
   * @param afterLine the number of lines at the top that were read already
   */
  LogicalLineReader(SourceText source, int afterLine, char escape, Consumer<Problem> problems) {
    this.source = source;
    this.escape = escape;
    this.problems = problems;
    this.line = afterLine;
    this.lastLine = findLastLine();
  }

  /** Returns the next logical line; empty at the end of the file. */
  Optional<LogicalLine> next() {
    List<String> comments = new ArrayList<>();
    while (line < lastLine) {
      String physical = source.lineWithoutEnd(++line);
      int start = WhiteSpace.skipSpaces(physical, 0);
      if (start == physical.length()) {
        continue;
      }
      if (physical.charAt(start) == '#') {
        addComment(physical, comments);
        continue;
      }
      return Optional.of(join(physical, start, comments));
    }
    return Optional.empty();
  }

  /**
   * Reads the body of a heredoc that begins at the next line.
   *
   * @return the body without its last line, the delimiter; empty if the file ends before
   */
  Optional<String> readBody(String delimiter, boolean chomp) {
    StringBuilder body = new StringBuilder();
    while (line < lastLine) {
      String physical = source.line(++line);
      String content = SourceText.withoutEnd(physical);
      int start = 0;
      while (chomp && start < content.length() && content.charAt(start) == '\t') {
        start++;
      }
      if (content.length() - start == delimiter.length() && content.startsWith(delimiter, start)) {
        return Optional.of(body.toString());
      }
      body.append(physical);
    }
    return Optional.empty();
  }

  /** Returns the number of the line that was read last. */
  int line() {
    return line;
  }

  private static void addComment(String physical, List<String> comments) {
    String comment = WhiteSpace.trim(physical.substring(1));
    if (comment.isEmpty()) {
      comments.clear();
    } else {
      comments.add(comment);
    }
  }

  private LogicalLine join(String first, int start, List<String> comments) {
    int startLine = line;
    LineMap map = new LineMap();
    map.add(0, line, start + 1);
    int end = contentEnd(first);
    if (end == first.length()) {
      String text = first.substring(start, trimmedEnd(first, start));
      return new LogicalLine(text, startLine, line, map, comments, false);
    }
    boolean emptyContinuation = false;
    boolean continued = true;
    StringBuilder joined = new StringBuilder(first.substring(start, Math.max(start, end)));
    while (continued && line < lastLine) {
      String physical = source.lineWithoutEnd(++line);
      int content = WhiteSpace.skipSpaces(physical, 0);
      if (content == physical.length()) {
        emptyContinuation = true;
      } else if (physical.charAt(content) != '#') {
        end = contentEnd(physical);
        continued = end != physical.length();
        int from = 0;
        if (joined.isEmpty()) {
          from = Math.min(content, end);
        }
        map.add(joined.length(), line, from + 1);
        joined.append(physical, from, end);
      }
    }
    int length = trimmedEnd(joined, 0);
    return new LogicalLine(
        joined.substring(0, length), startLine, line, map, comments, emptyContinuation);
  }

  /**
   * Returns where the content of a line ends: before the escape character and the blanks after it
   * if the line goes on, else at its end. An escape character behind another one is none.
   */
  private int contentEnd(String physical) {
    int at = physical.length() - 1;
    while (at >= 0 && (physical.charAt(at) == ' ' || physical.charAt(at) == '\t')) {
      at--;
    }
    boolean continued =
        at >= 0 && physical.charAt(at) == escape && (at == 0 || physical.charAt(at - 1) != escape);
    return continued ? at : physical.length();
  }

  private static int trimmedEnd(CharSequence text, int start) {
    int end = text.length();
    while (end > start && WhiteSpace.isSpace(text.charAt(end - 1))) {
      end--;
    }
    return end;
  }

  /** Returns the line before the first that is too long; what follows that one is not read. */
  private int findLastLine() {
    for (int number = 1; number <= source.lineCount(); number++) {
      String text = source.line(number);
      if (text.length() > MAX_LINE_BYTES / 3 && bytes(text) > MAX_LINE_BYTES) {
        String message = "dockerfile line greater than max allowed size of " + MAX_LINE_BYTES;
        String shown = text.substring(0, 100) + "...";
        problems.accept(
            new Problem(source.file(), new Position(number, 1), number, List.of(shown), message));
        return number - 1;
      }
    }
    return source.lineCount();
  }

  private static int bytes(String line) {
    int count = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c < 0x80) {
        count += c == '\n' ? 0 : 1;
      } else if (c < 0x800) {
        count += 2;
      } else {
        // Each half of a surrogate pair counts two, the pair four.
        count += Character.isSurrogate(c) ? 2 : 3;
      }
    }
    return count;
  }
}
