package io.github.baci.output;

import io.github.baci.api.BaciException;
import io.github.baci.api.Digest;
import io.github.baci.api.ImageForm;
import io.github.baci.api.ImageReference;
import io.github.baci.api.OciOptions;
import io.github.baci.api.WrittenImage;
import io.github.baci.image.Image;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerStack;
import io.github.baci.oci.OciFingerprint;
import io.github.baci.oci.OciWriter;
import io.github.baci.oci.WrittenOciArchive;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** OCI archives. */
final class OciFormat implements OutputFormat {
  private final OutputSettings settings;
  private @Nullable OciWriter writer;

  OciFormat(OutputSettings settings) {
    this.settings = settings;
  }

  /** Makes the writer when it is needed: not where the archive is up to date. */
  private synchronized OciWriter writer() {
    if (writer == null) {
      writer = new OciWriter(settings.store(), settings.oci().compression());
    }
    return writer;
  }

  @Override
  public void compressAhead(LayerStack stack, Optional<Image> base) {
    Set<Digest> pulled = base.map(image -> image.blobs().keySet()).orElse(Set.of());
    List<Layer> own = new ArrayList<>();
    for (Layer layer : stack.layers()) {
      if (!pulled.contains(layer.diffId())) {
        own.add(layer);
      }
    }
    writer().compressAhead(own);
  }

  @Override
  public WrittenImage write(OutputImage output, Path file)
      throws IOException, InterruptedException {
    return write(output.image(), settings.oci(), file);
  }

  private WrittenImage write(Image image, OciOptions options, Path file)
      throws IOException, InterruptedException {
    WrittenOciArchive written = writer().write(image, options, file);
    return WrittenImage.of(
        ImageForm.OCI,
        written.file(),
        written.size(),
        List.of(written.manifest(), written.config()));
  }

  @Override
  public WrittenImage update(OutputImage output, Path file)
      throws IOException, InterruptedException {
    Image image = output.image();
    OciOptions options = withBase(settings.oci(), output.base());
    Optional<WrittenImage> there =
        OutputRecord.find(settings.store(), ImageForm.OCI, file, OciFingerprint.of(image, options));
    if (there.isPresent()) {
      return there.get();
    }
    Image complete = withBlobs(image, output.base());
    WrittenImage written = write(complete, options, file);
    // Blobs that cannot be had now may be there the next time: then the archive is written again.
    OutputRecord.remember(settings.store(), written, OciFingerprint.of(complete, options));
    return written;
  }

  private static OciOptions withBase(OciOptions options, OutputBase base)
      throws InterruptedException {
    Map<String, String> annotations = new HashMap<>();
    base.load().ifPresent(image -> annotations.putAll(annotations(image)));
    annotations.putAll(options.annotations());
    return new OciOptions(options.name(), options.tag(), annotations, options.compression());
  }

  /**
   * Returns the annotations by which an OCI image names its base (OCI image specification,
   * "Pre-Defined Annotation Keys"); none if it came from no registry.
   */
  private static Map<String, String> annotations(Image base) {
    Optional<String> name = base.origin().name();
    Optional<String> digest = base.origin().manifest();
    if (name.isEmpty() || digest.isEmpty() || base.origin().repository().isEmpty()) {
      return Map.of();
    }
    return Map.of(
        "org.opencontainers.image.base.name",
        ImageReference.parse(name.get()).toString(),
        "org.opencontainers.image.base.digest",
        digest.get());
  }

  /** Fetches what the base image's layers came as, where the store has kept the layers alone. */
  private Image withBlobs(Image image, OutputBase base) throws InterruptedException {
    Image there = writer().available(image);
    if (there.blobs().equals(image.blobs())) {
      return image;
    }
    try {
      base.bringBlobs();
    } catch (BaciException e) {
      settings
          .listener()
          .warning(
              "layers of the base image are compressed anew, because their compressed form is not"
                  + " in the store: "
                  + e.getMessage());
    }
    return writer().available(image);
  }

  @Override
  public synchronized void close() {
    if (writer != null) {
      writer.close();
    }
  }
}
