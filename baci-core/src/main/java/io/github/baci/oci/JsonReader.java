package io.github.baci.oci;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.baci.api.BaciException;
import io.github.baci.api.Digest;
import io.github.baci.json.JsonTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads fields of a JSON document; says which field is wrong, and in which document. */
final class JsonReader {
  private final JsonNode node;
  private final String origin;

  private JsonReader(JsonNode node, String origin) {
    this.node = node;
    this.origin = origin;
  }

  /**
   * Reads a document whose outermost value is an object.
   *
   * @param origin what the document is, for messages
   */
  static JsonReader parse(byte[] json, String origin) {
    JsonNode node;
    try {
      node = JsonTree.readWhole(json);
    } catch (IOException e) {
      throw new BaciException(
          "%s is not JSON: %s".formatted(origin, firstLine(String.valueOf(e.getMessage()))), e);
    }
    if (!node.isObject()) {
      throw new BaciException("%s is not a JSON object".formatted(origin));
    }
    return new JsonReader(node, origin);
  }

  static JsonReader of(JsonNode node, String origin) {
    return new JsonReader(node, origin);
  }

  JsonNode node() {
    return node;
  }

  boolean has(String field) {
    return node.hasNonNull(field);
  }

  /** Returns an object; an empty one where there is none. */
  JsonReader object(String field) {
    JsonNode value = node.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return new JsonReader(value, origin);
    }
    if (!value.isObject()) {
      throw wrong(field, "an object");
    }
    return new JsonReader(value, origin);
  }

  /** Returns the elements of a list of objects; none where there is no list. */
  List<JsonReader> objects(String field) {
    List<JsonReader> result = new ArrayList<>();
    for (JsonNode element : array(field)) {
      if (!element.isObject()) {
        throw wrong(field, "a list of objects");
      }
      result.add(new JsonReader(element, origin));
    }
    return result;
  }

  /** Returns a text; nothing where it is missing, null or empty. */
  Optional<String> text(String field) {
    JsonNode value = node.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw wrong(field, "a string");
    }
    return value.textValue().isEmpty() ? Optional.empty() : Optional.of(value.textValue());
  }

  /** Returns a list of texts; nothing where it is missing or null. */
  Optional<List<String>> texts(String field) {
    JsonNode value = node.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    List<String> result = new ArrayList<>();
    for (JsonNode element : array(field)) {
      if (!element.isTextual()) {
        throw wrong(field, "a list of strings");
      }
      result.add(element.textValue());
    }
    return Optional.of(result);
  }

  long number(String field) {
    JsonNode value = node.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return 0;
    }
    if (!value.canConvertToLong() || !value.isIntegralNumber()) {
      throw wrong(field, "a whole number");
    }
    return value.longValue();
  }

  boolean flag(String field) {
    return node.path(field).asBoolean(false);
  }

  Digest digest(String field) {
    return toDigest(field, text(field).orElseThrow(() -> wrong(field, "a digest")));
  }

  Digest toDigest(String field, String text) {
    try {
      return Digest.parse(text);
    } catch (BaciException e) {
      throw new BaciException("%s: %s: %s".formatted(origin, field, e.getMessage()), e);
    }
  }

  BaciException wrong(String field, String expected) {
    return new BaciException(
        "%s is damaged: its field '%s' must be %s".formatted(origin, field, expected));
  }

  private JsonNode array(String field) {
    JsonNode value = node.path(field);
    if (!value.isMissingNode() && !value.isNull() && !value.isArray()) {
      throw wrong(field, "a list");
    }
    return value;
  }

  private static String firstLine(String text) {
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }
}
