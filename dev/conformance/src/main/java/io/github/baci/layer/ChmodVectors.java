package io.github.baci.layer;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.baci.api.BaciException;
import io.github.baci.vectors.VectorFile;
import io.github.baci.vectors.Verdict;
import java.nio.file.Path;

/** What a change makes of a mode. */
public final class ChmodVectors implements VectorFile {
  private static final int OCTAL = 8;

  @Override
  public String path() {
    return "chmod.json";
  }

  @Override
  public Verdict check(JsonNode row, Path directory) {
    int initial = Integer.parseInt(row.get("initial").asText(), OCTAL);
    int result;
    try {
      result =
          ModeChange.parse(row.get("chmod").asText())
              .apply(initial, row.get("directory").asBoolean());
    } catch (BaciException e) {
      return row.has("error")
          ? Verdict.contains(e.getMessage(), "invalid chmod parameter")
          : new Verdict.Fails(row.get("result").asText(), "the error " + e.getMessage());
    }
    return row.has("error")
        ? Verdict.notRefused(row.get("error").asText(), Integer.toOctalString(result))
        : Verdict.equal(Integer.parseInt(row.get("result").asText(), OCTAL), result);
  }

  @Override
  public String nameOf(JsonNode row) {
    return row.get("chmod").asText() + " on " + row.get("initial").asText();
  }
}
