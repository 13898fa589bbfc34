package io.github.baci.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Makes trees of what a parser reads, as Jackson's mapper does, of which three hundred classes
 * would have to be loaded. How deep a document may be, and how long a number or a name, is limited
 * by the parser.
 */
final class JsonTreeReader {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonTreeReader() {}

  /** Reads what comes first; of two fields of one name the last counts. */
  static JsonNode first(byte[] json) throws IOException {
    try (JsonParser parser = FACTORY.createParser(json)) {
      return document(parser);
    }
  }

  /** Does the same for a text. */
  static JsonNode first(String json) throws IOException {
    try (JsonParser parser = FACTORY.createParser(json)) {
      return document(parser);
    }
  }

  /** Reads what is alone; of two fields of one name the last counts. */
  static JsonNode whole(byte[] json) throws IOException {
    try (JsonParser parser = FACTORY.createParser(json)) {
      return alone(parser);
    }
  }

  /** Reads what is alone, and has no object with two fields of one name. */
  static JsonNode only(byte[] json) throws IOException {
    try (JsonParser parser = FACTORY.createParser(json)) {
      return only(parser);
    }
  }

  /** Does the same for a text. */
  static JsonNode only(String json) throws IOException {
    try (JsonParser parser = FACTORY.createParser(json)) {
      return only(parser);
    }
  }

  private static JsonNode only(JsonParser parser) throws IOException {
    parser.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    return alone(parser);
  }

  private static JsonNode alone(JsonParser parser) throws IOException {
    JsonNode document = document(parser);
    if (parser.nextToken() != null) {
      throw new JsonParseException(parser, "something follows the document");
    }
    return document;
  }

  private static JsonNode document(JsonParser parser) throws IOException {
    JsonToken token = parser.nextToken();
    return token == null ? NODES.missingNode() : value(parser, token);
  }

  private static JsonNode value(JsonParser parser, @Nullable JsonToken token) throws IOException {
    if (token == null) {
      throw new JsonParseException(parser, "the document ends within a value");
    }
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> NODES.textNode(parser.getText());
      case VALUE_NUMBER_INT -> integer(parser);
      case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDoubleValue());
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      case VALUE_NULL -> NODES.nullNode();
      default -> throw new JsonParseException(parser, "unexpected " + token);
    };
  }

  private static JsonNode object(JsonParser parser) throws IOException {
    ObjectNode object = NODES.objectNode();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      object.set(name, value(parser, parser.nextToken()));
    }
    return object;
  }

  private static JsonNode array(JsonParser parser) throws IOException {
    ArrayNode array = NODES.arrayNode();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      array.add(value(parser, token));
    }
    return array;
  }

  private static JsonNode integer(JsonParser parser) throws IOException {
    return switch (parser.getNumberType()) {
      case INT -> NODES.numberNode(parser.getIntValue());
      case LONG -> NODES.numberNode(parser.getLongValue());
      default -> NODES.numberNode(parser.getBigIntegerValue());
    };
  }
}
