package io.github.baci.context;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.baci.vectors.VectorFile;
import io.github.baci.vectors.Verdict;
import java.nio.file.Path;

/** Which paths a wildcard source matches. */
public final class GlobVectors implements VectorFile {
  @Override
  public String path() {
    return "glob.json";
  }

  @Override
  public Verdict check(JsonNode row, Path directory) {
    boolean matches;
    try {
      matches = Glob.of(row.get("pattern").asText()).matches(row.get("name").asText());
    } catch (GlobSyntaxException e) {
      return row.has("error")
          ? new Verdict.Holds()
          : new Verdict.Fails(row.get("matches").asText(), "the error " + e.getMessage());
    }
    return row.has("error")
        ? Verdict.notRefused("that the pattern is malformed", matches)
        : Verdict.equal(row.get("matches").asBoolean(), matches);
  }
}
