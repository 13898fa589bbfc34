package io.github.baci.plan.check;

import io.github.baci.dockerfile.Problem;

/** For people: each warning with the lines that it is about. */
public final class TextFormat implements CheckFormat {

  @Override
  public String render(CheckReport report, String source) {
    String[] lines = source.split("\r?\n", -1);
    StringBuilder out = new StringBuilder();
    for (CheckWarning warning : report.warnings()) {
      out.append("WARNING: ").append(warning).append('\n');
      for (int line = warning.line(); line <= Math.min(warning.endLine(), lines.length); line++) {
        out.append("%4d | >>> %s".formatted(line, lines[line - 1]).stripTrailing()).append('\n');
      }
      out.append('\n');
    }
    for (Problem problem : report.problems()) {
      out.append("ERROR: ").append(problem).append("\n\n");
    }
    report.errors().forEach(error -> out.append("ERROR: ").append(error).append("\n\n"));
    return out.append(report.summary()).append('\n').toString();
  }
}
