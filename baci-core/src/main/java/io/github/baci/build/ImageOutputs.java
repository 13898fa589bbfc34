package io.github.baci.build;

import io.github.baci.api.BuildListener;
import io.github.baci.api.BuildRequest;
import io.github.baci.api.BuildResult;
import io.github.baci.api.OutputFormats.Output;
import io.github.baci.api.WrittenImage;
import io.github.baci.image.Image;
import io.github.baci.layer.LayerStack;
import io.github.baci.output.OutputFormat;
import io.github.baci.output.OutputImage;
import io.github.baci.output.OutputSettings;
import io.github.baci.store.Store;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The files that a build writes its image to, in each of the formats that were asked for. */
final class ImageOutputs implements AutoCloseable {
  private final BuildRequest request;
  private final List<OutputFormat> formats = new ArrayList<>();

  ImageOutputs(BuildRequest request, Store store, BuildListener listener) {
    this.request = request;
    OutputSettings settings =
        new OutputSettings(
            store,
            request.aci(),
            request.mode(),
            request.baseAcis(),
            request.formats().oci(),
            listener);
    for (Output output : request.formats().outputs()) {
      formats.add(OutputFormat.of(output.form(), settings));
    }
  }

  /** Begins to compress layers while a command runs on them. */
  void compressAhead(LayerStack stack, BaseImage base) {
    Optional<Image> loaded = loaded(base);
    for (OutputFormat format : formats) {
      format.compressAhead(stack, loaded);
    }
  }

  private static Optional<Image> loaded(BaseImage base) {
    try {
      return base.load();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** Writes the files that are not up to date. */
  BuildResult write(Image image, LayerStack stack, BaseImage base)
      throws IOException, InterruptedException {
    OutputImage whole = new OutputImage(image, stack, base, Optional.empty());
    List<WrittenImage> written = new ArrayList<>();
    for (int i = 0; i < formats.size(); i++) {
      Output output = request.formats().outputs().get(i);
      written.add(formats.get(i).update(whole, output.file(request.outputFile())));
    }
    return new BuildResult(written);
  }

  @Override
  public void close() {
    for (OutputFormat format : formats) {
      format.close();
    }
  }
}
