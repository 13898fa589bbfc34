package io.github.baci.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.baci.api.BaciException;
import io.github.baci.dockerfile.Dockerfile;
import io.github.baci.dockerfile.DockerfileParser;
import io.github.baci.plan.check.CheckLog;
import io.github.baci.plan.check.CheckReport;
import io.github.baci.plan.check.CheckWarning;
import io.github.baci.vectors.VectorFile;
import io.github.baci.vectors.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Build checks: in a build, and of all stages. */
public final class LintVectors implements VectorFile {

  @Override
  public String path() {
    return "lint.json";
  }

  @Override
  public Verdict check(JsonNode row, Path directory) throws Exception {
    String text = row.get("dockerfile").asText();
    JsonNode expected =
        row.has("lintOnlyWarnings") ? row.get("lintOnlyWarnings") : row.get("warnings");
    CheckReport report =
        new Checker(PlannedRow.options(row), input -> Optional.of(PlannedRow.config(row, input)))
            .check("Dockerfile", text);
    Verdict all = Verdict.equal(expected(expected), got(report.warnings()));
    if (!(all instanceof Verdict.Holds)) {
      return all;
    }
    return checkBuild(row, text);
  }

  private static Verdict checkBuild(JsonNode row, String text) throws InterruptedException {
    String error = row.path("buildError").asText("");
    List<CheckWarning> warnings = new ArrayList<>();
    try {
      Dockerfile dockerfile = DockerfileParser.parse("Dockerfile", text);
      CheckLog log = new CheckLog(Planner.checkOptions(dockerfile, PlannedRow.options(row)));
      try {
        BuildPlan plan = Planner.plan(dockerfile, PlannedRow.options(row), log, false);
        warnings.addAll(plan.evaluate(input -> PlannedRow.config(row, input)).warnings());
      } catch (BaciException e) {
        warnings.addAll(log.warnings());
        throw e;
      }
    } catch (BaciException e) {
      if (error.isEmpty()) {
        return new Verdict.Fails("no error", e.getMessage());
      }
      return e.getMessage().contains(":" + row.get("errorLine").asInt() + ":")
          ? Verdict.contains(
              e.getMessage(), error.replaceFirst("^dockerfile parse error on line \\d+: ", ""))
          : new Verdict.Fails("line " + row.get("errorLine"), e.getMessage());
    }
    return error.isEmpty()
        ? Verdict.equal(expected(row.get("warnings")), got(warnings))
        : Verdict.notRefused(error, warnings);
  }

  private static List<String> expected(JsonNode warnings) {
    List<String> lines = new ArrayList<>();
    warnings.forEach(
        w ->
            lines.add(
                w.get("rule").asText()
                    + " "
                    + w.get("line").asInt()
                    + " "
                    + w.get("detail").asText()));
    return lines.stream().sorted().toList();
  }

  private static List<String> got(List<CheckWarning> warnings) {
    return warnings.stream()
        .map(w -> w.rule().id() + " " + w.line() + " " + w.message())
        .sorted()
        .toList();
  }
}
