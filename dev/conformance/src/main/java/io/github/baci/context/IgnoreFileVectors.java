package io.github.baci.context;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.baci.vectors.VectorFile;
import io.github.baci.vectors.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Which patterns an ignore file holds. */
public final class IgnoreFileVectors implements VectorFile {
  @Override
  public String path() {
    return "ignorefile.json";
  }

  @Override
  public Verdict check(JsonNode row, Path directory) {
    List<String> expected = new ArrayList<>();
    row.get("patterns").forEach(pattern -> expected.add(pattern.asText()));
    return Verdict.equal(expected, IgnoreFile.patterns(row.get("content").asText()));
  }
}
