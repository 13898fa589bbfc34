package io.github.baci.oci;

import io.github.baci.api.Digest;
import io.github.baci.api.OciOptions;
import io.github.baci.image.Image;
import io.github.baci.image.ImageConfigCodec;
import io.github.baci.image.PulledBlob;
import io.github.baci.layer.Layer;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
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
    MessageDigest digest = Digest.Algorithm.SHA256.newMessageDigest();
    try (DataOutputStream out =
        new DataOutputStream(new DigestOutputStream(OutputStream.nullOutputStream(), digest))) {
      out.writeInt(VERSION);
      ImageConfigCodec.writeText(out, image.platform().toString());
      ImageConfigCodec.write(out, image.config());
      out.writeInt(image.layers().size());
      for (Layer layer : image.layers()) {
        PulledBlob blob = image.blobs().get(layer.diffId());
        ImageConfigCodec.writeText(out, layer.diffId().toString());
        ImageConfigCodec.writeText(out, blob == null ? "" : blob.digest().toString());
      }
      ImageConfigCodec.writeText(out, options.name().orElse(""));
      ImageConfigCodec.writeText(out, options.tag());
      for (Map.Entry<String, String> annotation : options.annotations().entrySet()) {
        ImageConfigCodec.writeText(out, annotation.getKey());
        ImageConfigCodec.writeText(out, annotation.getValue());
      }
      ImageConfigCodec.writeText(out, options.compression().name());
    } catch (IOException e) {
      throw new UncheckedIOException("writing to nowhere does not fail", e);
    }
    return Digest.sha256(digest.digest());
  }
}
