package io.github.baci.plan.check;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.baci.dockerfile.Problem;
import io.github.baci.json.JsonTree;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * For code scanners: SARIF 2.1.0 (OASIS, Static Analysis Results Interchange Format). Files are
 * named relative to a root, which bears the name that scanners give to the root of a checkout.
 */
public final class SarifFormat implements CheckFormat {
  private static final List<CheckRule> RULES = List.of(CheckRule.values());

  private static final String ROOT = "%SRCROOT%";
  private static final String REFERENCE = "https://docs.docker.com/reference/build-checks/";
  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
  private static final String ERROR_RULE = "DockerfileError";

  private final String root;

  /**
   * Makes the format.
   *
   * @param root the directory that the reports name files from; ends with a slash
   */
  public SarifFormat(URI root) {
    this.root = root.toString();
  }

  @Override
  public String render(CheckReport report, String source) {
    ObjectNode log = JsonTree.object().put("$schema", SCHEMA).put("version", "2.1.0");
    ObjectNode run = log.putArray("runs").addObject();
    ObjectNode driver = run.putObject("tool").putObject("driver").put("name", "baci");
    driver.putObject("properties").put("contract", JsonFormat.CONTRACT);
    ArrayNode rules = driver.putArray("rules");
    for (CheckRule rule : CheckRule.values()) {
      addRule(rules, rule.id(), rule.summary(), "warning").put("helpUri", helpUri(rule));
    }
    addRule(rules, ERROR_RULE, "A Dockerfile must be free of faults", "error");
    run.putObject("originalUriBaseIds").putObject(ROOT).put("uri", root);
    run.put("columnKind", "utf16CodeUnits");
    ArrayNode results = run.putArray("results");
    for (CheckWarning warning : report.warnings()) {
      ObjectNode result =
          addResult(results, warning.rule().id(), RULES.indexOf(warning.rule()), "warning");
      result.putObject("message").put("text", warning.message());
      addLocation(result, warning.file())
          .put("startLine", warning.wordLine())
          .put("startColumn", warning.column());
    }
    for (Problem problem : report.problems()) {
      ObjectNode result = addError(results, problem.message());
      addLocation(result, problem.file())
          .put("startLine", Math.max(1, problem.position().line()))
          .put("startColumn", Math.max(1, problem.position().column()));
    }
    for (String error : report.errors()) {
      addLocation(addError(results, error), report.file())
          .put("startLine", 1)
          .put("startColumn", 1);
    }
    return JsonTree.pretty(log);
  }

  /** Returns the page that describes a rule: its name in lower case, words joined by hyphens. */
  private static String helpUri(CheckRule rule) {
    String page = rule.id().replaceAll("(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-");
    return REFERENCE + page.toLowerCase(Locale.ROOT) + "/";
  }

  private static ObjectNode addRule(ArrayNode rules, String id, String summary, String level) {
    ObjectNode rule = rules.addObject().put("id", id).put("name", id);
    rule.putObject("shortDescription").put("text", summary);
    rule.putObject("defaultConfiguration").put("level", level);
    return rule;
  }

  private static ObjectNode addError(ArrayNode results, String message) {
    ObjectNode result = addResult(results, ERROR_RULE, CheckRule.values().length, "error");
    result.putObject("message").put("text", message);
    return result;
  }

  private static ObjectNode addResult(ArrayNode results, String id, int index, String level) {
    return results.addObject().put("ruleId", id).put("ruleIndex", index).put("level", level);
  }

  /** Adds the place and returns its region. */
  private static ObjectNode addLocation(ObjectNode result, String file) {
    ObjectNode place = result.putArray("locations").addObject().putObject("physicalLocation");
    ObjectNode artifact = place.putObject("artifactLocation");
    String path = file.replace('\\', '/');
    boolean drive = path.matches("[A-Za-z]:/.*");
    if (path.startsWith("/") || drive) {
      artifact.put("uri", uri("file", "", drive ? "/" + path : path));
    } else {
      // The dot keeps a colon in the first name from being read as the end of a scheme.
      String first = path.split("/", 2)[0];
      artifact.put("uri", uri(null, null, first.indexOf(':') < 0 ? path : "./" + path));
      artifact.put("uriBaseId", ROOT);
    }
    return place.putObject("region");
  }

  private static String uri(@Nullable String scheme, @Nullable String authority, String path) {
    try {
      return new URI(scheme, authority, path, null, null).toASCIIString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a path can always be written as URI: " + path, e);
    }
  }
}
