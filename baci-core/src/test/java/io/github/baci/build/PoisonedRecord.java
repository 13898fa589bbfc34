package io.github.baci.build;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.baci.api.Digest;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;

/**
 * Makes records whose digests are all right, and whose layers, or files, are those of other steps
 * or images.
 */
final class PoisonedRecord {
  private static final ObjectMapper JSON = new ObjectMapper();

  private PoisonedRecord() {}

  /**
   * Gives a record the layers, or files, of another.
   *
   * @return the manifest; nothing if they are not of one kind, or have not as many, or the same
   */
  static Optional<byte[]> of(byte[] record, byte[] other) throws IOException {
    ObjectNode manifest = (ObjectNode) JSON.readTree(record);
    JsonNode from = JSON.readTree(other);
    ObjectNode config = (ObjectNode) config(manifest);
    String what = config.has("files") ? "files" : "layers";
    JsonNode parts = config(from).path(what);
    if (config(from).has("files") != config.has("files")
        || parts.size() != config.path(what).size()
        || parts.equals(config.path(what))) {
      return Optional.empty();
    }
    config.set(what, parts);
    manifest.set("layers", from.path("layers"));
    byte[] bytes = JSON.writeValueAsBytes(config);
    ObjectNode described = (ObjectNode) manifest.path("config");
    described.put("digest", Digest.sha256Of(bytes).toString());
    described.put("size", bytes.length);
    described.put("data", Base64.getEncoder().encodeToString(bytes));
    return Optional.of(JSON.writeValueAsBytes(manifest));
  }

  private static JsonNode config(JsonNode manifest) throws IOException {
    return JSON.readTree(Base64.getDecoder().decode(manifest.path("config").path("data").asText()));
  }
}
