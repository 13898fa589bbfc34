package io.github.baci.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.baci.api.BaciException;
import io.github.baci.vectors.VectorFile;
import io.github.baci.vectors.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What kind of source of ADD a text is. */
public final class SourceVectors implements VectorFile {
  @Override
  public String path() {
    return "sources.json";
  }

  @Override
  public Verdict check(JsonNode row, Path directory) {
    AddSource source;
    try {
      source = AddSource.parse(row.get("source").asText());
    } catch (BaciException e) {
      return row.has("error")
          ? Verdict.contains(e.getMessage(), row.get("error").asText())
          : new Verdict.Fails(row.toString(), "the error " + e.getMessage());
    }
    if (row.has("error")) {
      return Verdict.notRefused(row.get("error").asText(), source);
    }
    List<Object> expected = new ArrayList<>(List.of(row.get("kind").asText()));
    List<Object> got = new ArrayList<>();
    if (source instanceof GitSource git) {
      got.add("git");
      got.add(Optional.of(git.remote()));
      got.add(git.ref());
      got.add(git.subdirectory());
      got.add(git.checksum());
      expected.add(text(row, "remote"));
      // A checksum alone names the commit too, which the rows leave out.
      expected.add(text(row, "ref").or(() -> text(row, "checksum")));
      expected.add(text(row, "subdir"));
      expected.add(text(row, "checksum"));
    } else {
      got.add(source instanceof AddSource.Http ? "http" : "local");
    }
    return Verdict.equal(expected, got);
  }

  private static Optional<String> text(JsonNode row, String key) {
    return row.hasNonNull(key) ? Optional.of(row.get(key).asText()) : Optional.empty();
  }

  @Override
  public String nameOf(JsonNode row) {
    return row.get("source").asText();
  }
}
