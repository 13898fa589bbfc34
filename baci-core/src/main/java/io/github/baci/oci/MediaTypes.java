package io.github.baci.oci;

import io.github.baci.api.LayerCompression;
import io.github.baci.compress.Compression;
import java.util.Optional;

/** The media types of manifests, configs and layers, as OCI and Docker name them. */
public final class MediaTypes {
  /** An OCI image manifest. */
  public static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";

  /** An OCI image index. */
  public static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";

  /** An OCI image config. */
  public static final String OCI_CONFIG = "application/vnd.oci.image.config.v1+json";

  /** An uncompressed OCI layer. */
  public static final String OCI_LAYER = "application/vnd.oci.image.layer.v1.tar";

  /** An OCI layer compressed with gzip. */
  public static final String OCI_LAYER_GZIP = OCI_LAYER + "+gzip";

  /** An OCI layer compressed with zstd. */
  public static final String OCI_LAYER_ZSTD = OCI_LAYER + "+zstd";

  /** A manifest of Docker's schema 2. */
  public static final String DOCKER_MANIFEST =
      "application/vnd.docker.distribution.manifest.v2+json";

  /** A manifest list of Docker's schema 2. */
  public static final String DOCKER_LIST =
      "application/vnd.docker.distribution.manifest.list.v2+json";

  /** A config of Docker's schema 2. */
  public static final String DOCKER_CONFIG = "application/vnd.docker.container.image.v1+json";

  private MediaTypes() {}

  /** Returns the type of a layer that is compressed so. */
  static String of(LayerCompression compression) {
    return switch (compression) {
      case GZIP -> OCI_LAYER_GZIP;
      case ZSTD -> OCI_LAYER_ZSTD;
    };
  }

  /** Returns the type of a compressed layer by its first bytes; nothing if it is not compressed. */
  static Optional<String> ofLayer(byte[] start) {
    return switch (Compression.detect(start, start.length)) {
      case GZIP -> Optional.of(OCI_LAYER_GZIP);
      case ZSTD -> Optional.of(OCI_LAYER_ZSTD);
      default -> Optional.empty();
    };
  }

  /** Returns whether something of a type may lead to an image; Docker's schema 1 is told later. */
  static boolean isManifest(String mediaType) {
    return mediaType.isEmpty()
        || mediaType.equals(OCI_MANIFEST)
        || mediaType.equals(OCI_INDEX)
        || mediaType.startsWith("application/vnd.docker.distribution.manifest.");
  }

  static boolean isImageConfig(String mediaType) {
    return mediaType.isEmpty() || mediaType.equals(OCI_CONFIG) || mediaType.equals(DOCKER_CONFIG);
  }

  static boolean isLayer(String mediaType) {
    return mediaType.isEmpty()
        || mediaType.startsWith(OCI_LAYER)
        || mediaType.startsWith("application/vnd.oci.image.layer.nondistributable.v1.tar")
        || mediaType.startsWith("application/vnd.docker.image.rootfs.");
  }
}
