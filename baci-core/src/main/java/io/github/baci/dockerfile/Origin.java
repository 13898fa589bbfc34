package io.github.baci.dockerfile;

import io.github.baci.api.BaciException;
import java.util.ArrayList;
import java.util.List;

/** Where an instruction stands in its file and how it was written. */
public final class Origin {
  private final SourceText source;
  private final String keyword;
  private final String text;
  private final int startLine;
  private final int endLine;
  private final LineMap map;
  private final boolean pointsElsewhere;
  private final List<String> comments;

  Origin(
      SourceText source,
      String keyword,
      String text,
      int startLine,
      int endLine,
      LineMap map,
      boolean pointsElsewhere,
      List<String> comments) {
    this.source = source;
    this.keyword = keyword;
    this.text = text;
    this.startLine = startLine;
    this.endLine = endLine;
    this.map = map;
    this.pointsElsewhere = pointsElsewhere;
    this.comments = List.copyOf(comments);
  }

  /** Returns the name of the file, as errors show it. */
  public String file() {
    return source.file();
  }

  /** Returns the name of the instruction as it was written, as in {@code Run}. */
  public String keyword() {
    return keyword;
  }

  /** Returns the logical line: continuation lines joined, blanks at both ends gone. */
  public String text() {
    return text;
  }

  /** Returns the first line, from 1. */
  public int startLine() {
    return startLine;
  }

  /** Returns the last line, bodies of heredocs included; from 1. */
  public int endLine() {
    return endLine;
  }

  /** Returns where the instruction begins. */
  public Position position() {
    return map.at(0);
  }

  /**
   * Returns the comments between this instruction and the one before, without {@code #}; an empty
   * comment forgets those above it.
   */
  public List<String> comments() {
    return comments;
  }

  /**
   * Returns where a word of the instruction stands, or where the instruction begins if the word is
   * not found as it is given.
   *
   * @param word a word as it was written, before expansion
   */
  public Position positionOf(String word) {
    if (pointsElsewhere || word.isEmpty()) {
      return position();
    }
    int candidate = -1;
    int from = Math.min(keyword.length(), text.length());
    for (int at = text.indexOf(word, from); at >= 0; at = text.indexOf(word, at + 1)) {
      if (isWhole(at, at + word.length())) {
        return map.at(at);
      }
      if (candidate < 0) {
        candidate = at;
      }
    }
    return candidate < 0 ? position() : map.at(candidate);
  }

  private boolean isWhole(int start, int end) {
    return isBoundary(text.charAt(start - 1))
        && (end == text.length() || isBoundary(text.charAt(end)));
  }

  private static boolean isBoundary(char c) {
    return Character.isWhitespace(c) || c == '=' || c == '"' || c == ',';
  }

  /** Returns a fault of the instruction as a whole. */
  public Problem problem(String message) {
    return problem(position(), message);
  }

  /**
   * Returns a fault of one word of the instruction.
   *
   * @param word the word as it was written, before expansion
   * @param message what is wrong
   */
  public Problem problem(String word, String message) {
    return problem(positionOf(word), message);
  }

  /** Returns an exception for one fault of the instruction as a whole. */
  public DockerfileException error(String message) {
    return new DockerfileException(List.of(problem(message)));
  }

  /**
   * Returns an exception for one fault of one word of the instruction.
   *
   * @param word the word as it was written, before expansion
   * @param message what is wrong
   */
  public DockerfileException error(String word, String message) {
    return new DockerfileException(List.of(problem(word, message)));
  }

  /**
   * As {@link #error(String, String)}, for what another exception says of the word, which is then
   * the cause.
   */
  public DockerfileException error(String word, BaciException cause) {
    return new DockerfileException(problem(word, cause.getMessage()), cause);
  }

  Problem problemAt(int offset, String message) {
    return problem(pointsElsewhere ? position() : map.at(offset), message);
  }

  /** Returns the origin of an instruction that fires here, although it is written elsewhere. */
  Origin firing(String triggerKeyword, String trigger) {
    return new Origin(source, triggerKeyword, trigger, startLine, endLine, map, true, List.of());
  }

  /** Returns where the first heredoc with the delimiter is opened. */
  Position positionOfHeredoc(String delimiter) {
    int name = text.indexOf(delimiter, Math.max(0, text.indexOf("<<")));
    return name < 0 ? position() : map.at(Math.max(0, text.lastIndexOf("<<", name)));
  }

  Problem problem(Position position, String message) {
    List<String> lines = new ArrayList<>(endLine - startLine + 1);
    for (int line = startLine; line <= Math.min(endLine, source.lineCount()); line++) {
      lines.add(source.lineWithoutEnd(line));
    }
    return new Problem(source.file(), position, startLine, lines, message);
  }

  /** Returns the file, the line and the logical line. */
  @Override
  public String toString() {
    return file() + ":" + startLine + ": " + text;
  }
}
