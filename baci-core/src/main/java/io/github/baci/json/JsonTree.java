package io.github.baci.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/**
 * Documents of any form, read and written as trees. To load this costs some tenths of a second;
 * what an ordinary build reads and writes goes by other ways.
 */
public final class JsonTree {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final ObjectReader READER = MAPPER.reader();
  private static final ObjectReader STRICT_READER =
      READER
          .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final ObjectWriter PRETTY_WRITER = MAPPER.writerWithDefaultPrettyPrinter();

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
    return READER.readTree(json);
  }

  /** Does the same for a text. */
  public static JsonNode read(String json) throws JsonProcessingException {
    return READER.readTree(json);
  }

  /**
   * Reads a document that may have nothing behind it, and no object with two fields of one name.
   *
   * @return its value; a missing node if there is none
   * @throws JsonProcessingException if it is not such a document
   */
  public static JsonNode readStrictly(byte[] json) throws IOException {
    return STRICT_READER.readTree(json);
  }

  /** Does the same for a text. */
  public static JsonNode readStrictly(String json) throws JsonProcessingException {
    return STRICT_READER.readTree(json);
  }

  /** Returns an object without fields. */
  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** Writes a document on one line, as UTF-8. */
  public static byte[] bytes(JsonNode document) {
    try {
      return MAPPER.writeValueAsBytes(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("every tree can be written", e);
    }
  }

  /** Writes a document on many lines, for people too; a line break is the last character. */
  public static String pretty(JsonNode document) {
    try {
      return PRETTY_WRITER.writeValueAsString(document) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("every tree can be written", e);
    }
  }
}
