package io.github.baci.build;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.baci.image.ImageConfig;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Compares a config with what a row of behaviours expects of it. */
final class ExpectedConfig {
  private ExpectedConfig() {}

  static List<String> differences(JsonNode expect, ImageConfig config) {
    List<String> differences = new ArrayList<>();
    for (String name : ExpectedFiles.strings(expect.path("configAbsentEnv"))) {
      if (config.env().containsKey(name)) {
        differences.add("env has " + name);
      }
    }
    Iterator<Map.Entry<String, JsonNode>> fields = expect.path("config").properties().iterator();
    while (fields.hasNext()) {
      Map.Entry<String, JsonNode> field = fields.next();
      check(field.getKey(), field.getValue(), config, differences);
    }
    return differences;
  }

  private static void check(
      String key, JsonNode wanted, ImageConfig config, List<String> differences) {
    if (key.equals("env")) {
      for (String pair : ExpectedFiles.strings(wanted)) {
        String[] parts = pair.split("=", 2);
        if (!parts[1].equals(config.env().get(parts[0]))) {
          differences.add("env lacks " + pair + ": " + config.env());
        }
      }
      return;
    }
    String got =
        switch (key) {
          case "cmd" -> list(config.cmd());
          case "entrypoint" -> list(config.entrypoint());
          case "shell" -> list(config.shell());
          case "onbuild" -> config.onBuild().isEmpty() ? "null" : config.onBuild().toString();
          case "user" -> config.user();
          case "workdir" -> config.workingDir();
          case "author" -> config.author().orElse("null");
          case "exposed" -> new TreeSet<>(config.exposedPorts()).toString();
          case "volumes" -> new TreeSet<>(config.volumes()).toString();
          case "labels" -> new TreeMap<>(config.labels()).toString();
          default -> throw new IllegalArgumentException("unknown expectation " + key);
        };
    String want = text(key, wanted);
    if (!want.equals(got)
        && !(wanted.isNull() && (got.isEmpty() || got.equals("[]") || got.equals("{}")))) {
      differences.add(key + " is " + got + ", not " + want);
    }
  }

  private static String list(Optional<List<String>> value) {
    return value.map(List::toString).orElse("null");
  }

  private static String text(String key, JsonNode wanted) {
    if (wanted.isNull() || wanted.isTextual()) {
      return wanted.asText();
    }
    if (key.equals("labels")) {
      TreeMap<String, String> labels = new TreeMap<>();
      wanted.properties().forEach(e -> labels.put(e.getKey(), e.getValue().asText()));
      return labels.toString();
    }
    List<String> strings = new ArrayList<>();
    if (wanted.isObject()) {
      wanted.fieldNames().forEachRemaining(strings::add);
    } else {
      wanted.forEach(each -> strings.add(each.asText()));
    }
    return (key.equals("exposed") || key.equals("volumes") ? new TreeSet<>(strings) : strings)
        .toString();
  }
}
