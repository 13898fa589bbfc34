package io.github.baci.dockerfile;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.baci.vectors.VectorFile;
import io.github.baci.vectors.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The expansion of words. */
public final class ShellVectors implements VectorFile {
  @Override
  public String path() {
    return "shell.json";
  }

  @Override
  public Verdict check(JsonNode row, Path directory) {
    Map<String, String> env = new HashMap<>();
    for (JsonNode entry : row.path("env")) {
      String text = entry.asText();
      int equals = text.indexOf('=');
      env.put(
          equals < 0 ? text : text.substring(0, equals),
          equals < 0 ? "" : text.substring(equals + 1));
    }
    String input = row.get("input").asText();
    String mode = row.get("mode").asText();
    char escape = row.path("escape").asText("\\").charAt(0);
    Expansion expansion;
    try {
      expansion =
          mode.equals("heredoc")
              ? WordExpander.expandHeredoc(input, env::get)
              : new WordExpander(escape).expand(input, env::get);
    } catch (ExpansionException e) {
      if (!row.path("error").asBoolean()) {
        return new Verdict.Fails(row.path("expected").toString(), "the error " + e.getMessage());
      }
      return Verdict.contains(
          e.getMessage(), row.path("errorContains").asText(row.path("errorMessage").asText()));
    }
    Object got = mode.equals("words") ? expansion.words() : expansion.text();
    if (row.path("error").asBoolean()) {
      return Verdict.notRefused(row.path("errorMessage").asText(), got);
    }
    JsonNode expected = row.get("expected");
    if (row.has("matched")) {
      return Verdict.equal(
          List.of(value(expected), names(row.get("matched")), names(row.get("unmatched"))),
          List.of(got, new TreeSet<>(expansion.matched()), new TreeSet<>(expansion.unmatched())));
    }
    return Verdict.equal(value(expected), got);
  }

  private static Object value(JsonNode node) {
    return node.isArray() ? strings(node) : node.asText();
  }

  private static Set<String> names(JsonNode array) {
    return new TreeSet<>(strings(array));
  }

  static List<String> strings(JsonNode array) {
    List<String> strings = new ArrayList<>();
    array.forEach(element -> strings.add(element.asText()));
    return strings;
  }
}
