package io.github.baci.plan;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes what a cached result depends on as text that no other values can give: each value is
 * preceded by its length.
 */
public final class KeyMaterial {
  private final StringBuilder text;

  KeyMaterial(String kind) {
    text = new StringBuilder(kind).append('\n');
  }

  KeyMaterial field(String name, String value) {
    text.append(name).append(' ').append(value.length()).append(':').append(value).append('\n');
    return this;
  }

  KeyMaterial field(String name, boolean value) {
    return field(name, Boolean.toString(value));
  }

  KeyMaterial list(String name, List<String> values) {
    text.append(name).append(' ').append(values.size()).append('\n');
    values.forEach(value -> field("-", value));
    return this;
  }

  KeyMaterial map(String name, Map<String, String> values) {
    text.append(name).append(' ').append(values.size()).append('\n');
    new TreeMap<>(values).forEach((key, value) -> field("-", key).field("=", value));
    return this;
  }

  KeyMaterial files(List<InlineFile> files) {
    text.append("inline ").append(files.size()).append('\n');
    files.forEach(file -> field("-", file.name()).field("=", file.content()));
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
