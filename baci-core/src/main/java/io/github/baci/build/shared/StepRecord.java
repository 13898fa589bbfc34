package io.github.baci.build.shared;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.baci.api.BaciException;
import io.github.baci.api.Digest;
import io.github.baci.json.JsonTree;
import io.github.baci.oci.Descriptor;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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

  /** What the tags of these records begin with. */
  static final String TAG = "baci-step-";

  private static final int MOST_LAYERS = 10_000;

  /** Copies the lists. */
  public StepRecord {
    base = List.copyOf(base);
    diffIds = List.copyOf(diffIds);
    blobs = List.copyOf(blobs);
  }

  /** Returns the tag under which a record is kept. */
  static String tag(String key) {
    return TAG + key;
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
   * Returns the record as an artifact.
   *
   * @param signature a signature of the config
   * @param now when it is written
   */
  CacheArtifact artifact(Optional<byte[]> signature, Instant now) {
    return new CacheArtifact(config(), blobs, signature, Optional.of(now));
  }

  /**
   * Reads a record.
   *
   * @param key the key that was asked for
   * @throws IOException if it is none, or of another key
   */
  static StepRecord read(CacheArtifact artifact, String key) throws IOException {
    try {
      JsonNode fields = JsonTree.read(artifact.config());
      if (!fields.path("key").asText().equals(key)) {
        throw new IOException("it is the record of another step");
      }
      StepRecord record =
          new StepRecord(
              key, digests(fields.path("base")), digests(fields.path("layers")), artifact.blobs());
      if (record.blobs.size() != record.diffIds.size() || record.blobs.size() > MOST_LAYERS) {
        throw new IOException("its layers are not those that it names");
      }
      return record;
    } catch (BaciException | IllegalArgumentException e) {
      throw new IOException("it is damaged: " + e.getMessage(), e);
    }
  }

  private static List<Digest> digests(JsonNode array) {
    List<Digest> digests = new ArrayList<>();
    array.forEach(each -> digests.add(Digest.parse(each.asText())));
    return digests;
  }
}
