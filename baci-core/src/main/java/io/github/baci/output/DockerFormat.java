package io.github.baci.output;

import io.github.baci.api.Digest;
import io.github.baci.api.ImageForm;
import io.github.baci.api.WrittenImage;
import io.github.baci.image.Image;
import io.github.baci.image.ImageConfigCodec;
import io.github.baci.layer.Fingerprint;
import io.github.baci.layer.Layer;
import io.github.baci.oci.DockerWriter;
import io.github.baci.oci.WrittenDockerArchive;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Docker archives. */
final class DockerFormat implements OutputFormat {
  /** Goes up when the writer makes other bytes of the same image. */
  private static final int VERSION = 1;

  private final OutputSettings settings;

  DockerFormat(OutputSettings settings) {
    this.settings = settings;
  }

  @Override
  public WrittenImage write(OutputImage output, Path file)
      throws IOException, InterruptedException {
    WrittenDockerArchive written =
        DockerWriter.write(output.image(), settings.oci().name(), settings.oci().tag(), file);
    return WrittenImage.of(
        ImageForm.DOCKER, written.file(), written.size(), List.of(written.config()));
  }

  @Override
  public WrittenImage update(OutputImage output, Path file)
      throws IOException, InterruptedException {
    Digest fingerprint = fingerprint(output.image());
    Optional<WrittenImage> there =
        OutputRecord.find(settings.store(), ImageForm.DOCKER, file, fingerprint);
    if (there.isPresent()) {
      return there.get();
    }
    WrittenImage written = write(output, file);
    OutputRecord.remember(settings.store(), written, fingerprint);
    return written;
  }

  /** Returns a digest of all that decides the bytes of the archive. */
  private Digest fingerprint(Image image) {
    Fingerprint fingerprint =
        new Fingerprint()
            .number(VERSION)
            .text(image.platform().toString())
            .value(out -> ImageConfigCodec.write(out, image.config()))
            .number(image.layers().size());
    for (Layer layer : image.layers()) {
      fingerprint.text(layer.diffId().toString());
    }
    return fingerprint.text(settings.oci().name().orElse("")).text(settings.oci().tag()).digest();
  }
}
