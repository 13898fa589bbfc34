package io.github.baci.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.baci.json.JsonTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads the small documents around registries. */
final class Json {
  private Json() {}

  /**
   * Reads an object.
   *
   * @throws IOException if it is none; the message quotes nothing of it, which may be secret
   */
  static JsonNode object(byte[] json) throws IOException {
    JsonNode node;
    try {
      node = JsonTree.read(json);
    } catch (JsonProcessingException e) {
      throw new IOException(
          "it is not JSON (line %d)"
              .formatted(e.getLocation() == null ? 1 : e.getLocation().getLineNr()),
          e);
    }
    if (!node.isObject()) {
      throw new IOException("it is not a JSON object");
    }
    return node;
  }

  /** Returns a field's text; nothing where it is missing, empty or no text. */
  static Optional<String> text(JsonNode node, String field) {
    return Optional.ofNullable(node.path(field).textValue()).filter(value -> !value.isEmpty());
  }

  /**
   * Returns a text of a few hundred characters at most, without what a terminal would obey.
   *
   * @param bytes a text that somebody else wrote
   */
  static String shown(byte[] bytes) {
    return shown(new String(bytes, StandardCharsets.UTF_8));
  }

  static String shown(String text) {
    String clean = text.strip().replaceAll("\\p{Cntrl}+", " ");
    return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST) + "…";
  }

  private static final int LONGEST = 300;
}
