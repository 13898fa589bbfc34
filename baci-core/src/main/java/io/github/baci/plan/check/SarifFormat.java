package io.github.baci.plan.check;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.baci.dockerfile.Problem;
import java.net.URI;
import java.net.URISyntaxException;

/** For code scanners: SARIF 2.1.0 (OASIS, Static Analysis Results Interchange Format). */
public final class SarifFormat implements CheckFormat {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
  private static final String ERROR_RULE = "DockerfileError";

  @Override
  public String render(CheckReport report, String source) {
    ObjectNode root = JSON.createObjectNode().put("$schema", SCHEMA).put("version", "2.1.0");
    ObjectNode run = root.putArray("runs").addObject();
    ObjectNode driver = run.putObject("tool").putObject("driver").put("name", "baci");
    ArrayNode rules = driver.putArray("rules");
    for (CheckRule rule : CheckRule.values()) {
      addRule(rules, rule.id(), rule.summary(), "warning");
    }
    addRule(rules, ERROR_RULE, "A Dockerfile must be free of faults", "error");
    run.put("columnKind", "utf16CodeUnits");
    ArrayNode results = run.putArray("results");
    for (CheckWarning warning : report.warnings()) {
      ObjectNode result = addResult(results, warning.rule().id(), "warning");
      result.putObject("message").put("text", warning.message());
      addLocation(result, warning.file())
          .put("startLine", warning.wordLine())
          .put("startColumn", warning.column());
    }
    for (Problem problem : report.problems()) {
      ObjectNode result = addResult(results, ERROR_RULE, "error");
      result.putObject("message").put("text", problem.message());
      addLocation(result, problem.file())
          .put("startLine", Math.max(1, problem.position().line()))
          .put("startColumn", Math.max(1, problem.position().column()));
    }
    for (String error : report.errors()) {
      ObjectNode result = addResult(results, ERROR_RULE, "error");
      result.putObject("message").put("text", error);
      addLocation(result, report.file()).put("startLine", 1);
    }
    return JsonFormat.print(root);
  }

  private static void addRule(ArrayNode rules, String id, String summary, String level) {
    ObjectNode rule = rules.addObject().put("id", id).put("name", id);
    rule.putObject("shortDescription").put("text", summary);
    rule.putObject("defaultConfiguration").put("level", level);
  }

  private static ObjectNode addResult(ArrayNode results, String id, String level) {
    return results.addObject().put("ruleId", id).put("level", level);
  }

  /** Adds the place and returns its region. */
  private static ObjectNode addLocation(ObjectNode result, String file) {
    ObjectNode place = result.putArray("locations").addObject().putObject("physicalLocation");
    place.putObject("artifactLocation").put("uri", uri(file));
    return place.putObject("region");
  }

  private static String uri(String file) {
    String path = file.replace('\\', '/');
    try {
      return path.startsWith("/")
          ? new URI("file", "", path, null).toString()
          : new URI(null, null, path, null).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a path can always be written as URI: " + file, e);
    }
  }
}
