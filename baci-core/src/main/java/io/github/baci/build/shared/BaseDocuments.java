package io.github.baci.build.shared;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.baci.api.Digest;
import io.github.baci.api.ImageReference;
import io.github.baci.api.Platform;
import io.github.baci.json.JsonTree;
import io.github.baci.oci.Descriptor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * What has to be read to know what the name of a base image stands for, but for what the name
 * itself gives: the manifest behind an index, and the config. The config of the artifact holds the
 * key and the documents; there are no blobs. Whoever takes a document makes sure of its digest, so
 * a record that has become old is of less use, and no harm.
 *
 * @param key stands for the name and the platform
 * @param documents the documents, byte for byte
 */
record BaseDocuments(String key, List<byte[]> documents) implements SharedRecord {
  static final RecordKind<BaseDocuments> KIND =
      new RecordKind<>("application/vnd.baci.base.v1+json", "baci-base-", BaseDocuments::read);

  private static final String VERSION = "baci shared base 1";

  /** What has more is faster asked for than kept. */
  private static final int MOST_BYTES = 256 << 10;

  private static final int MOST_DOCUMENTS = 32;

  /** Copies the list. */
  BaseDocuments {
    documents = List.copyOf(documents);
  }

  /** Returns the key of what is known of a name on a platform. */
  static String key(ImageReference name, Platform platform) {
    String text = VERSION + "\0" + name + "\0" + platform;
    return Digest.sha256Of(text.getBytes(StandardCharsets.UTF_8)).hex();
  }

  /** Returns whether documents are few and small enough to be shared. */
  static boolean areShareable(List<byte[]> documents) {
    long bytes = 0;
    for (byte[] document : documents) {
      bytes += document.length;
    }
    return !documents.isEmpty() && documents.size() <= MOST_DOCUMENTS && bytes <= MOST_BYTES;
  }

  @Override
  public List<Descriptor> descriptors() {
    return List.of();
  }

  @Override
  public byte[] config() {
    ObjectNode config = JsonTree.object();
    config.put("key", key);
    ArrayNode all = config.putArray("documents");
    for (byte[] document : documents) {
      all.add(Base64.getEncoder().encodeToString(document));
    }
    return JsonTree.bytes(config);
  }

  private static BaseDocuments read(CacheArtifact artifact, String key) throws IOException {
    JsonNode config = JsonTree.read(artifact.config());
    if (!config.path("key").asText().equals(key)) {
      throw new IOException("it is the record of another base image");
    }
    List<byte[]> documents = new ArrayList<>();
    try {
      for (JsonNode document : config.path("documents")) {
        documents.add(Base64.getDecoder().decode(document.asText()));
      }
    } catch (IllegalArgumentException e) {
      throw new IOException("it is damaged: " + e.getMessage(), e);
    }
    if (!areShareable(documents)) {
      throw new IOException("its documents are none that a build shares");
    }
    return new BaseDocuments(key, documents);
  }
}
