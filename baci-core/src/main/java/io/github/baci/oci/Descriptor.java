package io.github.baci.oci;

import io.github.baci.api.Digest;
import io.github.baci.api.Platform;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a manifest or an index says of a blob (OCI image specification, "Content Descriptors").
 *
 * @param mediaType the media type; empty where the document names none
 * @param digest the digest of the blob
 * @param size its length in bytes
 * @param urls where the blob is also found, of foreign layers
 * @param annotations the annotations
 * @param platform what the image behind it runs on, in an index; not there for what is no image,
 *     and for Docker's {@code unknown/unknown}, which marks attestations
 */
public record Descriptor(
    String mediaType,
    Digest digest,
    long size,
    List<String> urls,
    Map<String, String> annotations,
    Optional<Platform> platform) {

  /** Copies the collections. */
  public Descriptor {
    urls = List.copyOf(urls);
    annotations = Map.copyOf(annotations);
  }

  static Descriptor read(JsonReader json) {
    long size = json.number("size");
    if (size < 0) {
      throw json.wrong("size", "0 or more");
    }
    Map<String, String> annotations = new HashMap<>();
    JsonReader given = json.object("annotations");
    given
        .node()
        .fieldNames()
        .forEachRemaining(name -> annotations.put(name, given.text(name).orElse("")));
    return new Descriptor(
        json.text("mediaType").orElse(""),
        json.digest("digest"),
        size,
        json.texts("urls").orElse(List.of()),
        annotations,
        platform(json.object("platform")));
  }

  private static Optional<Platform> platform(JsonReader json) {
    Optional<String> os = json.text("os").filter(name -> !name.equals("unknown"));
    Optional<String> architecture = json.text("architecture");
    if (os.isEmpty() || architecture.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Platform.parse(
            os.get()
                + "/"
                + architecture.get()
                + json.text("variant").map(variant -> "/" + variant).orElse("")));
  }
}
