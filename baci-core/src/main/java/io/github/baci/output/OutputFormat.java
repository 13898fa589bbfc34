package io.github.baci.output;

import io.github.baci.api.ImageForm;
import io.github.baci.api.WrittenImage;
import io.github.baci.image.Image;
import io.github.baci.layer.LayerStack;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A form in which images are written: how the file is written, by what it is known whether it is up
 * to date, and what is remembered of it. Its name, its extension and by what its images are known
 * are in {@link ImageForm}, and serve Maven to attach and to record it. Closing one ends what it
 * does in the background.
 */
public interface OutputFormat extends AutoCloseable {

  /** Returns the format of a form. This is the list of all that there are. */
  static OutputFormat of(ImageForm form, OutputSettings settings) {
    return switch (form) {
      case ACI -> new AciFormat(settings);
      case OCI -> new OciFormat(settings);
      case DOCKER -> new DockerFormat(settings);
    };
  }

  /**
   * Writes the image and does not ask whether it is there already.
   *
   * @param file the file that was there stays until the new one is whole
   */
  WrittenImage write(OutputImage image, Path file) throws IOException, InterruptedException;

  /** Writes what is not up to date, and remembers it. */
  WrittenImage update(OutputImage image, Path file) throws IOException, InterruptedException;

  /**
   * Begins to do what can be done with the layers that there are so far.
   *
   * @param base the image that the build began with
   */
  default void compressAhead(LayerStack stack, Optional<Image> base) {}

  @Override
  default void close() {}
}
