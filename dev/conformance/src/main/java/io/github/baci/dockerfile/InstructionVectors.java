package io.github.baci.dockerfile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.baci.api.BaciException;
import io.github.baci.plan.EvaluatedPlan;
import io.github.baci.plan.PlannedRow;
import io.github.baci.vectors.VectorFile;
import io.github.baci.vectors.Verdict;
import java.nio.file.Path;

/** Typed instructions, and what is wrong with those that are none. */
public final class InstructionVectors implements VectorFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public String path() {
    return "instructions.json";
  }

  @Override
  public Verdict check(JsonNode row, Path directory) throws Exception {
    Dockerfile dockerfile;
    try {
      dockerfile = DockerfileParser.parse("Dockerfile", row.get("dockerfile").asText());
    } catch (DockerfileException e) {
      if (row.get("ok").asBoolean()) {
        return new Verdict.Fails("no error", e.getMessage());
      }
      return Verdict.contains(e.getMessage(), row.get("error").asText());
    }
    if (row.get("ok").asBoolean()) {
      ObjectNode expected = JSON.createObjectNode();
      for (String key : new String[] {"instructions", "stageCount", "globalArgs", "stages"}) {
        expected.set(key, row.get(key));
      }
      JsonNode got = JSON.readTree(new InstructionDump(dockerfile).toJson().toString());
      Verdict verdict = Verdict.equal(JSON.readTree(expected.toString()), got);
      return verdict instanceof Verdict.Holds ? plan(row, dockerfile) : verdict;
    }
    return plan(row, dockerfile);
  }

  private static Verdict plan(JsonNode row, Dockerfile dockerfile) throws InterruptedException {
    boolean ok = row.get("ok").asBoolean();
    try {
      EvaluatedPlan plan = PlannedRow.evaluate(row, dockerfile);
      return ok ? new Verdict.Holds() : Verdict.notRefused(row.get("error").asText(), plan);
    } catch (BaciException e) {
      return ok
          ? new Verdict.Fails("no error", e.getMessage())
          : Verdict.contains(e.getMessage(), row.get("error").asText());
    }
  }

  static ArrayNode array(Iterable<String> values) {
    ArrayNode array = JSON.createArrayNode();
    values.forEach(array::add);
    return array;
  }
}
