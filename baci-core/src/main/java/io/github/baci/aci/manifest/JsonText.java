package io.github.baci.aci.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.baci.json.JsonWriter;
import java.util.List;
import java.util.Map;

/** Values as JSON text. */
final class JsonText {
  private JsonText() {}

  /** Writes one value. */
  interface Value {
    void write(JsonWriter json);
  }

  /** Returns a value as text. */
  static String of(Value value) {
    JsonWriter json = new JsonWriter();
    value.write(json);
    return json.toString();
  }

  /** Writes a list of strings. */
  static void write(List<String> items, JsonWriter json) {
    json.startArray();
    for (String item : items) {
      json.string(item);
    }
    json.endArray();
  }

  /** Writes a tree. */
  static void write(JsonNode node, JsonWriter json) {
    switch (node.getNodeType()) {
      case OBJECT, POJO -> {
        json.startObject();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
          json.name(field.getKey());
          write(field.getValue(), json);
        }
        json.endObject();
      }
      case ARRAY -> {
        json.startArray();
        for (JsonNode item : node) {
          write(item, json);
        }
        json.endArray();
      }
      case STRING, BINARY -> json.string(node.asText());
      case NUMBER -> json.literal(node.asText());
      case BOOLEAN -> json.literal(node.asText());
      case NULL, MISSING -> json.literal("null");
    }
  }
}
