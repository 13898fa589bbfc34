package io.github.baci.source.pull;

import io.github.baci.api.BaciException;
import io.github.baci.api.Digest;
import io.github.baci.image.ImageException;
import io.github.baci.image.ImageOrigin;
import io.github.baci.oci.Descriptor;
import io.github.baci.oci.Manifest;
import io.github.baci.oci.OciConfig;
import io.github.baci.oci.OciConfigReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** What the documents of an image have to agree on. */
final class ImageDocuments {
  private static final long LARGEST_CONFIG = 8 << 20;

  private ImageDocuments() {}

  static void checkConfigSize(Descriptor config, String image) {
    if (config.size() > LARGEST_CONFIG) {
      throw new BaciException(
          "the config of %s has %d bytes; no image needs more than %d"
              .formatted(image, config.size(), LARGEST_CONFIG));
    }
  }

  static void checkDigest(byte[] bytes, Digest expected, String what) {
    String hex = HexFormat.of().formatHex(expected.algorithm().newMessageDigest().digest(bytes));
    if (!hex.equals(expected.hex())) {
      throw new BaciException(
          "%s is damaged: its digest is %s instead of %s".formatted(what, hex, expected));
    }
  }

  static OciConfig config(byte[] json, String image) {
    return OciConfigReader.read(json, "the config of " + image);
  }

  /** Pairs the blobs of the manifest with the diff IDs of the config. */
  static List<DescribedLayer> layers(Manifest.OfImage manifest, OciConfig config, String image) {
    if (manifest.layers().size() != config.diffIds().size()) {
      throw new ImageException(
          image,
          " is damaged: its manifest has %d layers, but its config %d"
              .formatted(manifest.layers().size(), config.diffIds().size()));
    }
    List<DescribedLayer> result = new ArrayList<>();
    for (int i = 0; i < manifest.layers().size(); i++) {
      result.add(
          new DescribedLayer(
              manifest.layers().get(i),
              config.diffIds().get(i),
              "layer %d of %s".formatted(i + 1, image)));
    }
    return result;
  }

  static ImageRecord record(
      Digest document, OciConfig config, List<DescribedLayer> layers, ImageOrigin origin) {
    return new ImageRecord(
        Instant.EPOCH,
        document,
        config.platform(),
        config.config(),
        origin,
        layers.stream()
            .map(
                layer ->
                    new ImageRecord.RecordedLayer(
                        layer.diffId(),
                        layer.blob().digest(),
                        layer.blob().size(),
                        layer.blob().mediaType()))
            .toList());
  }
}
