package io.github.baci.oci;

import io.github.baci.api.Digest;
import io.github.baci.api.OciOptions;
import io.github.baci.image.Image;
import io.github.baci.image.ImageConfigCodec;
import io.github.baci.image.PulledBlob;
import io.github.baci.layer.Fingerprint;
import io.github.baci.layer.Layer;
import java.util.Map;

/**
 * A digest of all that decides the bytes of an OCI archive, worked out without reading or
 * compressing anything: kept beside the size and time of an output file, it tells whether the file
 * is up to date.
 */
public final class OciFingerprint {
  /** Goes up when the writer makes other bytes of the same image. */
  private static final int VERSION = 1;

  private OciFingerprint() {}

  /** Returns the fingerprint of the archive that {@link OciWriter} makes of an image. */
  public static Digest of(Image image, OciOptions options) {
    Fingerprint fingerprint =
        new Fingerprint()
            .number(VERSION)
            .text(image.platform().toString())
            .value(out -> ImageConfigCodec.write(out, image.config()))
            .number(image.layers().size());
    for (Layer layer : image.layers()) {
      PulledBlob blob = image.blobs().get(layer.diffId());
      fingerprint
          .text(layer.diffId().toString())
          .text(blob == null ? "" : blob.digest().toString());
    }
    fingerprint.text(options.name().orElse("")).text(options.tag());
    for (Map.Entry<String, String> annotation : options.annotations().entrySet()) {
      fingerprint.text(annotation.getKey()).text(annotation.getValue());
    }
    return fingerprint.text(options.compression().name()).digest();
  }
}
