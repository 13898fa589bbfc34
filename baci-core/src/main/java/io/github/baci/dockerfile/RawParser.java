package io.github.baci.dockerfile;

import io.github.baci.dockerfile.RawInstruction.Statement;
import io.github.baci.dockerfile.StatementParser.SyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads the instructions of a text without understanding them. */
final class RawParser {

  /**
   * What a text holds.
   *
   * @param directives the directives at its top
   * @param instructions the instructions that have no fault of syntax
   * @param faulty whether there were others
   * @param warnings what should be mended
   */
  record Result(
      Directives directives,
      List<RawInstruction> instructions,
      boolean faulty,
      List<DockerfileWarning> warnings) {}

  private final SourceText source;
  private final Consumer<Problem> problems;
  private final List<RawInstruction> instructions = new ArrayList<>();
  private final List<DockerfileWarning> warnings = new ArrayList<>();
  private boolean faulty;

  RawParser(SourceText source, Consumer<Problem> problems) {
    this.source = source;
    this.problems = problems;
  }

  Result parse() {
    DirectiveScanner.Result directives = new DirectiveScanner(source, problems).scan();
    char escape = directives.directives().escape();
    LogicalLineReader lines = new LogicalLineReader(source, directives.lines(), escape, problems);
    for (Optional<LogicalLine> line = lines.next(); line.isPresent(); line = lines.next()) {
      read(line.get(), escape, lines);
    }
    return new Result(directives.directives(), instructions, faulty, warnings);
  }

  private void read(LogicalLine line, char escape, LogicalLineReader lines) {
    if (line.emptyContinuation()) {
      warnings.add(
          new DockerfileWarning(
              "NoEmptyContinuation",
              line.endLine(),
              "Empty continuation line found in: " + line.text()));
    }
    Statement statement;
    try {
      statement = new StatementParser(line.text(), escape).parse();
    } catch (SyntaxException e) {
      report(origin(line, "", line.endLine()).problemAt(e.offset(), e.getMessage()));
      return;
    }
    List<Heredoc> heredocs = new ArrayList<>();
    if (mayHoldHeredocs(statement)) {
      for (HeredocWord word : HeredocWord.in(line.text())) {
        Optional<String> body = lines.readBody(word.name(), word.chomp());
        if (body.isEmpty()) {
          Origin origin = origin(line, statement.name(), lines.line());
          report(
              origin.problem(
                  origin.positionOfHeredoc(word.name()),
                  "unterminated heredoc: no line is '%s'".formatted(word.name())));
          return;
        }
        heredocs.add(
            new Heredoc(
                word.name(), word.fileDescriptor(), word.expand(), word.chomp(), body.get()));
      }
    }
    instructions.add(
        new RawInstruction(
            statement.name(),
            statement.flags(),
            statement.arguments(),
            heredocs,
            origin(line, statement.name(), lines.line())));
  }

  private void report(Problem problem) {
    faulty = true;
    problems.accept(problem);
  }

  private Origin origin(LogicalLine line, String name, int endLine) {
    return new Origin(
        source, name, line.text(), line.startLine(), endLine, line.map(), false, line.comments());
  }

  private static boolean mayHoldHeredocs(Statement statement) {
    Statement innermost = statement;
    if (innermost.name().equalsIgnoreCase("onbuild") && innermost.arguments().inner().isPresent()) {
      innermost = innermost.arguments().inner().get();
    }
    return switch (innermost.name().toLowerCase(Locale.ROOT)) {
      case "run", "copy", "add" -> !innermost.arguments().json();
      default -> false;
    };
  }
}
