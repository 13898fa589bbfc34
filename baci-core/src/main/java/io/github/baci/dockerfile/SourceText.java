package io.github.baci.dockerfile;

import java.util.ArrayList;
import java.util.List;

/**
 * The text of a Dockerfile in physical lines. A line keeps its own end (LF or CRLF), because bodies
 * of heredocs keep theirs; a byte order mark at the beginning is dropped.
 */
final class SourceText {
  private final String file;
  private final List<String> lines;

  private SourceText(String file, List<String> lines) {
    this.file = file;
    this.lines = lines;
  }

  static SourceText of(String file, String text) {
    List<String> lines = new ArrayList<>(text.length() / 32 + 1);
    int start = !text.isEmpty() && text.charAt(0) == '\uFEFF' ? 1 : 0;
    while (start < text.length()) {
      int newline = text.indexOf('\n', start);
      int end = newline < 0 ? text.length() : newline + 1;
      lines.add(text.substring(start, end));
      start = end;
    }
    return new SourceText(file, lines);
  }

  /** Returns the name of the file, as errors show it. */
  String file() {
    return file;
  }

  int lineCount() {
    return lines.size();
  }

  /** Returns a line with its end. The first is 1. */
  String line(int number) {
    return lines.get(number - 1);
  }

  /** Returns a line without its end. The first is 1. */
  String lineWithoutEnd(int number) {
    return withoutEnd(line(number));
  }

  /** Returns the text from a line on. The first is 1. */
  String textFrom(int number) {
    return String.join("", lines.subList(number - 1, lines.size()));
  }

  /** Takes all CR and LF off the end of a line. */
  static String withoutEnd(String line) {
    int end = line.length();
    while (end > 0 && (line.charAt(end - 1) == '\n' || line.charAt(end - 1) == '\r')) {
      end--;
    }
    return line.substring(0, end);
  }
}
