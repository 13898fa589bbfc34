package io.github.baci.convert;

import io.github.baci.api.AciCompression;
import io.github.baci.api.BuildListener;
import io.github.baci.api.ConvertRequest;
import io.github.baci.api.ConvertResult;
import io.github.baci.api.ImageForm;
import io.github.baci.api.InspectRequest;
import io.github.baci.api.LayerCompression;
import io.github.baci.api.SourceOptions;
import io.github.baci.inspect.ImageInspector;
import io.github.baci.inspect.ImageReport;
import java.nio.file.Path;
import java.util.Optional;

/** Converts images in a directory, each time with a store that holds nothing. */
record ConversionFixture(Path directory) {

  ConvertResult convert(String from, String to) throws InterruptedException {
    return convert(from, to, Optional.empty(), AciCompression.GZIP);
  }

  ConvertResult convert(String from, String to, Optional<String> name, AciCompression compression)
      throws InterruptedException {
    Path file = directory.resolve(to);
    return new ImageConverter()
        .convert(
            new ConvertRequest(
                from,
                file,
                ImageForm.of(file),
                name,
                compression,
                LayerCompression.GZIP,
                directory,
                directory.resolve("store-of-" + to),
                Optional.empty(),
                SourceOptions.DEFAULT),
            BuildListener.SILENT);
  }

  /** Returns a report of an image and its difference to another. */
  ImageReport compare(String image, String against) throws InterruptedException {
    return new ImageInspector()
        .inspect(
            new InspectRequest(
                image,
                Optional.of(against),
                Optional.empty(),
                directory,
                directory.resolve("store-to-compare"),
                Optional.empty(),
                SourceOptions.DEFAULT),
            BuildListener.SILENT);
  }
}
