package io.github.baci.context;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.baci.api.BaciException;
import io.github.baci.vectors.VectorFile;
import io.github.baci.vectors.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Which paths ignore patterns hit. */
public final class IgnoreVectors implements VectorFile {
  @Override
  public String path() {
    return "ignore.json";
  }

  @Override
  public Verdict check(JsonNode row, Path directory) {
    List<String> patterns = new ArrayList<>();
    row.get("patterns").forEach(pattern -> patterns.add(pattern.asText()));
    boolean ignored;
    try {
      ignored =
          IgnoreRules.of(patterns, "row").ignores(GoPaths.belowRoot(row.get("path").asText()));
    } catch (BaciException e) {
      return row.has("error")
          ? new Verdict.Holds()
          : new Verdict.Fails(row.get("matches").asText(), "the error " + e.getMessage());
    }
    return row.has("error")
        ? Verdict.notRefused("that the pattern is malformed", ignored)
        : Verdict.equal(row.get("matches").asBoolean(), ignored);
  }

  @Override
  public String nameOf(JsonNode row) {
    return row.get("patterns") + " " + row.get("path");
  }
}
