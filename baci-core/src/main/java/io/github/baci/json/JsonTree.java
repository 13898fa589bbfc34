package io.github.baci.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * Documents of any form, read and written as trees. What is written for people loads Jackson's
 * mapper, which costs some tenths of a second; the rest does not.
 */
public final class JsonTree {
  private JsonTree() {}

  /**
   * Reads a document as those who wrote programs of containers do: of two fields of one name the
   * last counts, and what follows the document is not looked at.
   *
   * @return its value; a missing node if there is none
   * @throws JsonProcessingException if it is not JSON; the exception knows the line, and its
   *     message may quote the document
   */
  public static JsonNode read(byte[] json) throws IOException {
    return JsonTreeReader.first(json);
  }

  /** Does the same for a text. */
  public static JsonNode read(String json) throws JsonProcessingException {
    try {
      return JsonTreeReader.first(json);
    } catch (JsonProcessingException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory can be read", e);
    }
  }

  /**
   * Does the same for a document that may have nothing behind it.
   *
   * @throws JsonProcessingException if it is not JSON, or something follows it
   */
  public static JsonNode readWhole(byte[] json) throws IOException {
    return JsonTreeReader.whole(json);
  }

  /**
   * Reads a document that may have nothing behind it, and no object with two fields of one name.
   *
   * @return its value; a missing node if there is none
   * @throws JsonProcessingException if it is not such a document
   */
  public static JsonNode readStrictly(byte[] json) throws IOException {
    return JsonTreeReader.only(json);
  }

  /** Does the same for a text. */
  public static JsonNode readStrictly(String json) throws JsonProcessingException {
    try {
      return JsonTreeReader.only(json);
    } catch (JsonProcessingException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory can be read", e);
    }
  }

  /** Returns an object without fields. */
  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** Writes a document on one line, as UTF-8. */
  public static byte[] bytes(JsonNode document) {
    JsonWriter writer = new JsonWriter();
    write(document, writer);
    return writer.bytes();
  }

  /** Writes a value into a document that is begun. */
  public static void write(JsonNode value, JsonWriter writer) {
    switch (value.getNodeType()) {
      case OBJECT -> {
        writer.startObject();
        for (Map.Entry<String, JsonNode> field : value.properties()) {
          writer.name(field.getKey());
          write(field.getValue(), writer);
        }
        writer.endObject();
      }
      case ARRAY -> {
        writer.startArray();
        for (JsonNode element : value) {
          write(element, writer);
        }
        writer.endArray();
      }
      case STRING -> writer.string(value.textValue());
      case NUMBER -> number(value, writer);
      default -> writer.literal(value.asText());
    }
  }

  /** Writes a number; JSON has none for what is too large for a double, so that is a text. */
  private static void number(JsonNode value, JsonWriter writer) {
    if (value.isIntegralNumber() || Double.isFinite(value.doubleValue())) {
      writer.literal(value.asText());
    } else {
      writer.string(value.asText());
    }
  }

  /** Writes a document on many lines, for people too; a line break is the last character. */
  public static String pretty(JsonNode document) {
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(document)
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("every tree can be written", e);
    }
  }
}
