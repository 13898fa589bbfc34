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
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A record as a registry keeps it: an OCI artifact, whose config stands in its manifest too, so
 * that one request gets both. What the config says is signed; the layers are named a second time,
 * so that a registry keeps them as long as the record.
 *
 * @param config the config
 * @param blobs the layers
 * @param signature the signature of the config, if it has one
 * @param written when it was written, to the second; nobody is sure of it, as it is not signed
 */
record CacheArtifact(
    byte[] config, List<Descriptor> blobs, Optional<byte[]> signature, Optional<Instant> written) {
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

  /** The annotation of a manifest with the signature of the config. */
  private static final String SIGNATURE = "io.github.baci/signature";

  private static final String CREATED = "org.opencontainers.image.created";

  private static final int MOST_BLOBS = 20_000;

  /** Copies the list. */
  CacheArtifact {
    blobs = List.copyOf(blobs);
  }

  /** Returns the same, written at another time. */
  CacheArtifact writtenAt(Instant time) {
    return new CacheArtifact(config, blobs, signature, Optional.of(time));
  }

  /**
   * Returns the manifest.
   *
   * @param type the media type of the config, by which the kind of record is known
   */
  byte[] manifest(String type) {
    ObjectNode manifest = JsonTree.object();
    manifest.put("schemaVersion", 2);
    manifest.put("mediaType", MANIFEST);
    manifest.put("artifactType", type);
    ObjectNode described = manifest.putObject("config");
    describe(described, type, Digest.sha256Of(config), config.length);
    described.put("data", Base64.getEncoder().encodeToString(config));
    ArrayNode layers = manifest.putArray("layers");
    blobs.forEach(
        blob -> describe(layers.addObject(), blob.mediaType(), blob.digest(), blob.size()));
    ObjectNode annotations = manifest.putObject("annotations");
    written.ifPresent(
        time -> annotations.put(CREATED, time.truncatedTo(ChronoUnit.SECONDS).toString()));
    signature.ifPresent(
        bytes -> annotations.put(SIGNATURE, Base64.getEncoder().encodeToString(bytes)));
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
   * @param type the media type that its config must have
   * @throws IOException if it is none of such a record
   */
  static CacheArtifact read(byte[] manifest, String type) throws IOException {
    try {
      JsonNode document = JsonTree.read(manifest);
      JsonNode described = document.path("config");
      byte[] config = Base64.getDecoder().decode(described.path("data").asText());
      if (!described.path("mediaType").asText().equals(type)
          || !Digest.sha256Of(config).toString().equals(described.path("digest").asText())) {
        throw new IOException("it is no record of this kind");
      }
      List<Descriptor> blobs = new ArrayList<>();
      for (JsonNode layer : document.path("layers")) {
        blobs.add(
            blob(
                layer.path("mediaType").asText(),
                Digest.parse(layer.path("digest").asText()),
                layer.path("size").asLong(-1)));
      }
      if (blobs.size() > MOST_BLOBS || blobs.stream().anyMatch(blob -> blob.size() < 0)) {
        throw new IOException("its layers are not those that it names");
      }
      String text = document.path("annotations").path(SIGNATURE).asText();
      return new CacheArtifact(
          config,
          blobs,
          text.isEmpty() ? Optional.empty() : Optional.of(Base64.getDecoder().decode(text)),
          time(document.path("annotations").path(CREATED).asText()));
    } catch (BaciException | IllegalArgumentException e) {
      throw new IOException("it is damaged: " + e.getMessage(), e);
    }
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** Describes a blob of which nothing else is to be said. */
  static Descriptor blob(String mediaType, Digest digest, long size) {
    return new Descriptor(mediaType, digest, size, List.of(), Map.of(), Optional.empty());
  }
}
