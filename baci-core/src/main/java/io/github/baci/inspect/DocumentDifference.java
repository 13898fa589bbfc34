package io.github.baci.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Compares documents field by field: image manifests, or configs. Lists of things with names, as
 * labels and variables are, are compared by name, all other lists as a whole.
 */
final class DocumentDifference {
  private DocumentDifference() {}

  static List<FieldChange> between(JsonNode before, JsonNode after) {
    Map<String, String> was = new TreeMap<>();
    Map<String, String> is = new TreeMap<>();
    flatten("", before, was);
    flatten("", after, is);
    SortedSet<String> fields = new TreeSet<>(was.keySet());
    fields.addAll(is.keySet());
    List<FieldChange> changes = new ArrayList<>();
    for (String field : fields) {
      Optional<String> old = Optional.ofNullable(was.get(field));
      Optional<String> young = Optional.ofNullable(is.get(field));
      if (!old.equals(young)) {
        changes.add(new FieldChange(field, old, young));
      }
    }
    return changes;
  }

  private static void flatten(String field, JsonNode value, Map<String, String> fields) {
    String prefix = field.isEmpty() ? "" : field + ".";
    if (value.isObject()) {
      if (value.isEmpty() && !field.isEmpty()) {
        fields.put(field, "{}");
      }
      value.properties().forEach(each -> flatten(prefix + each.getKey(), each.getValue(), fields));
    } else if (isNamed(value)) {
      for (JsonNode item : value) {
        item.properties().stream()
            .filter(each -> !each.getKey().equals("name"))
            .forEach(
                each -> {
                  String name = prefix + item.get("name").asText();
                  boolean simple = each.getKey().equals("value") && item.size() == 2;
                  flatten(simple ? name : name + "." + each.getKey(), each.getValue(), fields);
                });
      }
    } else if (isVariables(field, value)) {
      for (JsonNode item : value) {
        String[] pair = item.asText().split("=", 2);
        fields.put(prefix + pair[0], pair.length == 2 ? pair[1] : "");
      }
    } else {
      fields.put(field, value.isTextual() ? value.textValue() : value.toString());
    }
  }

  private static boolean isNamed(JsonNode value) {
    if (!value.isArray() || value.isEmpty()) {
      return false;
    }
    for (JsonNode item : value) {
      if (!item.isObject() || !item.path("name").isTextual()) {
        return false;
      }
    }
    return true;
  }

  private static boolean isVariables(String field, JsonNode value) {
    return field.equals("config.Env") && value.isArray();
  }
}
