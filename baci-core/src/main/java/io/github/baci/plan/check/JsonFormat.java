package io.github.baci.plan.check;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.baci.dockerfile.Problem;
import io.github.baci.json.JsonTree;

/**
 * For scripts: one object with {@code file}, {@code warnings} and {@code errors}, each with its
 * place in lines and columns from 1.
 */
public final class JsonFormat implements CheckFormat {
  /** The number of what scripts may rely on, {@code docs/contracts.md}. */
  static final int CONTRACT = 1;

  @Override
  public String render(CheckReport report, String source) {
    ObjectNode root = JsonTree.object().put("contract", CONTRACT).put("file", report.file());
    ArrayNode warnings = root.putArray("warnings");
    for (CheckWarning warning : report.warnings()) {
      warnings
          .addObject()
          .put("rule", warning.rule().id())
          .put("description", warning.rule().summary())
          .put("message", warning.message())
          .put("line", warning.wordLine())
          .put("column", warning.column())
          .put("startLine", warning.line())
          .put("endLine", warning.endLine());
    }
    ArrayNode errors = root.putArray("errors");
    for (Problem problem : report.problems()) {
      errors
          .addObject()
          .put("message", problem.message())
          .put("line", problem.position().line())
          .put("column", problem.position().column());
    }
    report.errors().forEach(error -> errors.addObject().put("message", error));
    return JsonTree.pretty(root);
  }
}
