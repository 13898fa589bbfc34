package io.github.baci.aci.archive;

import io.github.baci.aci.types.Dependency;
import io.github.baci.api.AciOptions;
import io.github.baci.api.Digest;
import io.github.baci.image.Image;
import io.github.baci.image.ImageConfigCodec;
import io.github.baci.layer.Fingerprint;
import io.github.baci.layer.Layer;
import java.util.Optional;

/**
 * A digest of all that decides the bytes of an ACI and what is remembered of it, worked out without
 * reading or composing anything: kept beside the size and time of an output file, it tells whether
 * the file is up to date.
 */
public final class AciFingerprint {
  /** Goes up when the writer makes other bytes of the same image. */
  private static final String VERSION = "4";

  private AciFingerprint() {}

  /** Returns the fingerprint of the ACI that {@link AciWriter} makes of an image. */
  public static Digest of(Image image, AciOptions options) {
    return of(image, options, 0, Optional.empty());
  }

  /**
   * Returns the fingerprint of an ACI that depends on another one.
   *
   * @param below how many of the image's layers are in what it depends on
   * @param dependency what it depends on
   */
  public static Digest of(
      Image image, AciOptions options, int below, Optional<Dependency> dependency) {
    // The history is in no ACI, but what is remembered of the image has it.
    Fingerprint fingerprint =
        new Fingerprint()
            .text(VERSION)
            .text(image.platform().toString())
            .value(out -> ImageConfigCodec.write(out, image.config()))
            .number(image.layers().size());
    for (Layer layer : image.layers()) {
      fingerprint.text(layer.diffId().hex());
    }
    fingerprint.map(image.origin().annotations());
    add(fingerprint, options);
    if (dependency.isPresent()) {
      fingerprint
          .text("depends on")
          .text(dependency.get().toString())
          .text(Long.toString(dependency.get().size()))
          .number(below);
    }
    return fingerprint.digest();
  }

  /** Adds all that options say. */
  public static void add(Fingerprint fingerprint, AciOptions options) {
    fingerprint.text(options.name()).map(options.labels()).map(options.annotations());
    fingerprint.map(options.isolators());
    fingerprint.number(options.eventHandlers().size());
    options.eventHandlers().forEach((event, exec) -> fingerprint.text(event).texts(exec));
    fingerprint
        .map(options.portNames())
        .map(options.mountPointNames())
        .text(options.compression().name());
  }
}
