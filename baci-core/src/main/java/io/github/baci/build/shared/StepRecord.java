package io.github.baci.build.shared;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.baci.api.BaciException;
import io.github.baci.api.Digest;
import io.github.baci.json.JsonTree;
import io.github.baci.oci.Descriptor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the steps of a stage made, up to one of them, as an OCI artifact: the config holds the key
 * and the diff IDs, the layers are those above the base image, compressed. The whole chain is in
 * one record, so that no result is ever put on top of another build's.
 *
 * @param key the key of the last step
 * @param base the diff IDs of the base image
 * @param diffIds the diff IDs of the layers, the lowest first
 * @param blobs the layers in their compressed form, in the same order
 */
public record StepRecord(
    String key, List<Digest> base, List<Digest> diffIds, List<Descriptor> blobs) {
  /** The media type of the config, by which the artifact is known. */
  static final String TYPE = "application/vnd.baci.step.v1+json";

  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

  /** The annotation of a manifest with the signature of the config. */
  private static final String SIGNATURE = "io.github.baci/signature";

  private static final int MOST_LAYERS = 10_000;

  /** Copies the lists. */
  public StepRecord {
    base = List.copyOf(base);
    diffIds = List.copyOf(diffIds);
    blobs = List.copyOf(blobs);
  }

  /** Returns the tag under which a record is kept. */
  static String tag(String key) {
    return "baci-step-" + key;
  }

  /** Returns the config. */
  byte[] config() {
    ObjectNode config = JsonTree.object();
    config.put("key", key);
    addAll(config.putArray("base"), base);
    addAll(config.putArray("layers"), diffIds);
    return JsonTree.bytes(config);
  }

  private static void addAll(ArrayNode array, List<Digest> digests) {
    digests.forEach(digest -> array.add(digest.toString()));
  }

  /**
   * Returns the manifest, in which the config stands too, so that one request gets both.
   *
   * @param signature a signature of the config
   */
  byte[] manifest(Optional<byte[]> signature) {
    byte[] config = config();
    ObjectNode manifest = JsonTree.object();
    manifest.put("schemaVersion", 2);
    manifest.put("mediaType", MANIFEST);
    manifest.put("artifactType", TYPE);
    ObjectNode described = manifest.putObject("config");
    describe(described, TYPE, Digest.sha256Of(config), config.length);
    described.put("data", Base64.getEncoder().encodeToString(config));
    ArrayNode layers = manifest.putArray("layers");
    blobs.forEach(
        blob -> describe(layers.addObject(), blob.mediaType(), blob.digest(), blob.size()));
    signature.ifPresent(
        bytes ->
            manifest
                .putObject("annotations")
                .put(SIGNATURE, Base64.getEncoder().encodeToString(bytes)));
    return JsonTree.bytes(manifest);
  }

  private static void describe(ObjectNode node, String mediaType, Digest digest, long size) {
    node.put("mediaType", mediaType);
    node.put("digest", digest.toString());
    node.put("size", size);
  }

  /**
   * Reads a manifest.
   *
   * @param key the key that was asked for
   * @throws IOException if it is none of a record, or of another key
   */
  static StepRecord read(byte[] manifest, String key) throws IOException {
    try {
      JsonNode document = JsonTree.read(manifest);
      JsonNode described = document.path("config");
      byte[] config = Base64.getDecoder().decode(described.path("data").asText());
      if (!described.path("mediaType").asText().equals(TYPE)
          || !Digest.sha256Of(config).toString().equals(described.path("digest").asText())) {
        throw new IOException("it is no record of a step");
      }
      JsonNode fields = JsonTree.read(config);
      if (!fields.path("key").asText().equals(key)) {
        throw new IOException("it is the record of another step");
      }
      List<Descriptor> blobs = new ArrayList<>();
      for (JsonNode layer : document.path("layers")) {
        blobs.add(
            new Descriptor(
                layer.path("mediaType").asText(),
                Digest.parse(layer.path("digest").asText()),
                layer.path("size").asLong(-1),
                List.of(),
                Map.of(),
                Optional.empty()));
      }
      StepRecord record =
          new StepRecord(key, digests(fields.path("base")), digests(fields.path("layers")), blobs);
      if (record.blobs.size() != record.diffIds.size()
          || record.blobs.size() > MOST_LAYERS
          || record.blobs.stream().anyMatch(blob -> blob.size() < 0)) {
        throw new IOException("its layers are not those that it names");
      }
      return record;
    } catch (BaciException | IllegalArgumentException e) {
      throw new IOException("it is damaged: " + e.getMessage(), e);
    }
  }

  /**
   * Reads the signature of a record that {@link #read} has taken.
   *
   * @throws IOException if it is none
   */
  static Optional<byte[]> signature(byte[] manifest) throws IOException {
    String text = JsonTree.read(manifest).path("annotations").path(SIGNATURE).asText();
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      throw new IOException("its signature is damaged: " + e.getMessage(), e);
    }
  }

  private static List<Digest> digests(JsonNode array) {
    List<Digest> digests = new ArrayList<>();
    array.forEach(each -> digests.add(Digest.parse(each.asText())));
    return digests;
  }
}
