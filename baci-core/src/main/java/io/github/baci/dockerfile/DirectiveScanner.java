package io.github.baci.dockerfile;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Finds the directives at the top of a Dockerfile. */
final class DirectiveScanner {

  /**
   * A line with a directive.
   *
   * @param key the key in lower case
   * @param value the value, trimmed
   * @param line the line, from 1
   * @param valueColumn where the value stands, from 1
   */
  private record Line(String key, String value, int line, int valueColumn) {}

  /**
   * What was found.
   *
   * @param directives the directives
   * @param lines how many lines at the top hold directives
   */
  record Result(Directives directives, int lines) {}

  private final SourceText source;
  private final Consumer<Problem> problems;

  DirectiveScanner(SourceText source, Consumer<Problem> problems) {
    this.source = source;
    this.problems = problems;
  }

  Result scan() {
    List<Line> lines = new ArrayList<>();
    int count = collect(1, "#", true, lines);
    Set<String> seen = new HashSet<>();
    char escape = '\\';
    for (Line line : lines) {
      if (!seen.add(line.key)) {
        report(line, 1, "only one " + line.key + " parser directive can be used");
      } else if (line.key.equals("escape")) {
        if (line.value.equals("`") || line.value.equals("\\")) {
          escape = line.value.charAt(0);
        } else {
          report(
              line,
              line.valueColumn,
              "invalid escape token '" + line.value + "' does not match ` or \\");
        }
      }
    }
    return new Result(new Directives(escape, syntax(), check()), count);
  }

  /**
   * The frontend may also be named below a {@code #!} line, with {@code //} instead of {@code #},
   * or in a JSON object.
   */
  private Optional<Directives.Syntax> syntax() {
    int first = firstLine();
    Optional<Line> line = strict("#", "syntax", first).or(() -> strict("//", "syntax", first));
    if (line.isPresent()) {
      return line.map(l -> new Directives.Syntax(firstWord(l.value), l.value, l.line));
    }
    if (source.lineCount() < first || !source.line(first).stripLeading().startsWith("{")) {
      return Optional.empty();
    }
    return JsonScanner.member(source.textFrom(first), "syntax")
        .map(value -> new Directives.Syntax(value, value, first - 1));
  }

  private Optional<Directives.Check> check() {
    return strict("#", "check", firstLine())
        .map(l -> new Directives.Check(firstWord(l.value), l.value, l.line));
  }

  private int firstLine() {
    return source.lineCount() > 0 && source.line(1).startsWith("#!") ? 2 : 1;
  }

  private Optional<Line> strict(String prefix, String key, int first) {
    List<Line> lines = new ArrayList<>();
    collect(first, prefix, false, lines);
    return lines.stream().filter(l -> l.key.equals(key)).findFirst();
  }

  /** Collects directives up to the first other line; returns how many lines were directives. */
  private int collect(int first, String prefix, boolean indented, List<Line> out) {
    int number = first;
    while (number <= source.lineCount()) {
      Optional<Line> line = read(number, prefix, indented);
      if (line.isEmpty()) {
        break;
      }
      out.add(line.get());
      number++;
    }
    return number - first;
  }

  private Optional<Line> read(int number, String prefix, boolean indented) {
    String text = source.lineWithoutEnd(number);
    int at = indented ? WhiteSpace.skipSpaces(text, 0) : 0;
    if (!text.startsWith(prefix, at)) {
      return Optional.empty();
    }
    at = WhiteSpace.skipSpaces(text, at + prefix.length());
    int keyStart = at;
    while (at < text.length() && isKeyChar(text.charAt(at), at == keyStart)) {
      at++;
    }
    String key = text.substring(keyStart, at).toLowerCase(Locale.ROOT);
    if (!key.equals("syntax") && !key.equals("escape") && !key.equals("check")) {
      return Optional.empty();
    }
    at = skipRegexSpaces(text, at);
    if (at == text.length() || text.charAt(at) != '=' || at + 1 == text.length()) {
      return Optional.empty();
    }
    at++;
    int start = skipRegexSpaces(text, at);
    if (start == text.length()) {
      // Nothing but blanks: the last of them is the value.
      start--;
    }
    int end = text.length();
    while (end > start + 1 && isRegexSpace(text.charAt(end - 1))) {
      end--;
    }
    return Optional.of(new Line(key, text.substring(start, end), number, start + 1));
  }

  private void report(Line line, int column, String message) {
    problems.accept(
        new Problem(
            source.file(),
            new Position(line.line, column),
            line.line,
            List.of(source.lineWithoutEnd(line.line)),
            message));
  }

  private static String firstWord(String value) {
    int space = value.indexOf(' ');
    return space < 0 ? value : value.substring(0, space);
  }

  private static int skipRegexSpaces(String text, int from) {
    int at = from;
    while (at < text.length() && isRegexSpace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isRegexSpace(char c) {
    return c == ' ' || c == '\t' || c == '\f' || c == '\r';
  }

  private static boolean isKeyChar(char c, boolean first) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (!first && c >= '0' && c <= '9');
  }
}
