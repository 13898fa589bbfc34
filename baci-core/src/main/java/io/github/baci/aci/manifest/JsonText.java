package io.github.baci.aci.manifest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** Writes JSON with the generator alone: to load Jackson's mapper takes longer than to compose. */
final class JsonText {
  private JsonText() {}

  /** Writes one value. */
  interface Value {
    void write(JsonGenerator json) throws IOException;
  }

  /** Returns a value as text. */
  static String of(Value value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      value.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** Writes a list of strings. */
  static void write(List<String> items, JsonGenerator json) throws IOException {
    json.writeStartArray();
    for (String item : items) {
      json.writeString(item);
    }
    json.writeEndArray();
  }

  /** Writes a tree. */
  static void write(JsonNode node, JsonGenerator json) throws IOException {
    switch (node.getNodeType()) {
      case OBJECT, POJO -> {
        json.writeStartObject();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
          json.writeFieldName(field.getKey());
          write(field.getValue(), json);
        }
        json.writeEndObject();
      }
      case ARRAY -> {
        json.writeStartArray();
        for (JsonNode item : node) {
          write(item, json);
        }
        json.writeEndArray();
      }
      case STRING, BINARY -> json.writeString(node.asText());
      case NUMBER -> json.writeNumber(node.asText());
      case BOOLEAN -> json.writeBoolean(node.booleanValue());
      case NULL, MISSING -> json.writeNull();
    }
  }
}
