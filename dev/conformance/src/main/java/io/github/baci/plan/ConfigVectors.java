package io.github.baci.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.baci.dockerfile.DockerfileParser;
import io.github.baci.vectors.VectorFile;
import io.github.baci.vectors.Verdict;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** Configs of images. */
public final class ConfigVectors implements VectorFile {

  @Override
  public String path() {
    return "config.json";
  }

  @Override
  public Verdict check(JsonNode row, Path directory) throws Exception {
    EvaluatedPlan plan =
        PlannedRow.evaluate(
            row, DockerfileParser.parse("Dockerfile", row.get("dockerfile").asText()));
    ObjectNode expected = new ObjectMapper().createObjectNode();
    expected.set("config", row.get("config"));
    expected.put("author", row.path("author").asText(""));
    expected.put("warnings", rules(row.path("warnings")).toString());
    ObjectNode got = new ObjectMapper().createObjectNode();
    got.set("config", ConfigJson.write(plan.target().config()));
    got.put("author", plan.target().config().author().orElse(""));
    Set<String> warnings = new TreeSet<>();
    plan.warnings().forEach(warning -> warnings.add(warning.rule().id()));
    got.put("warnings", warnings.toString());
    ObjectMapper json = new ObjectMapper();
    return Verdict.equal(json.readTree(expected.toString()), json.readTree(got.toString()));
  }

  private static Set<String> rules(JsonNode array) {
    Set<String> rules = new TreeSet<>();
    array.forEach(rule -> rules.add(rule.asText()));
    return rules;
  }
}
