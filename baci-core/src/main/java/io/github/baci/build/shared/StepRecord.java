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
import java.util.List;

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
    String key, List<Digest> base, List<Digest> diffIds, List<Descriptor> blobs)
    implements SharedRecord {
  static final RecordKind<StepRecord> KIND =
      new RecordKind<>("application/vnd.baci.step.v1+json", "baci-step-", StepRecord::read);

  private static final int MOST_LAYERS = 10_000;

  /** Copies the lists. */
  public StepRecord {
    base = List.copyOf(base);
    diffIds = List.copyOf(diffIds);
    blobs = List.copyOf(blobs);
  }

  @Override
  public List<Descriptor> descriptors() {
    return blobs;
  }

  @Override
  public byte[] config() {
    ObjectNode config = JsonTree.object();
    config.put("key", key);
    addAll(config.putArray("base"), base);
    addAll(config.putArray("layers"), diffIds);
    return JsonTree.bytes(config);
  }

  private static void addAll(ArrayNode array, List<Digest> digests) {
    digests.forEach(digest -> array.add(digest.toString()));
  }

  private static StepRecord read(CacheArtifact artifact, String key) throws IOException {
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
