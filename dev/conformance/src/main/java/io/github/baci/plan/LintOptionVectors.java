package io.github.baci.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.baci.api.BaciException;
import io.github.baci.plan.check.CheckOptions;
import io.github.baci.vectors.VectorFile;
import io.github.baci.vectors.Verdict;
import java.nio.file.Path;
import java.util.Set;

/** Values of {@code check=}. */
public final class LintOptionVectors implements VectorFile {

  @Override
  public String path() {
    return "lint-options.json";
  }

  @Override
  public Verdict check(JsonNode row, Path directory) {
    CheckOptions options;
    try {
      options = CheckOptions.parse(row.get("input").asText());
    } catch (BaciException e) {
      return row.has("error")
          ? Verdict.contains(e.getMessage(), row.get("error").asText())
          : new Verdict.Fails("no error", e.getMessage());
    }
    if (row.has("error")) {
      return Verdict.notRefused(row.get("error").asText(), options);
    }
    ObjectNode got = new ObjectMapper().createObjectNode();
    got.put("error", options.error());
    put(got, "experimental", options.experimental());
    got.put("experimentalAll", options.experimentalAll());
    put(got, "skip", options.skip());
    got.put("skipAll", options.skipAll());
    return Verdict.equal(row.get("config"), got);
  }

  private static void put(ObjectNode node, String key, Set<String> values) {
    if (values.isEmpty()) {
      node.putNull(key);
    } else {
      values.forEach(node.withArray(key)::add);
    }
  }
}
