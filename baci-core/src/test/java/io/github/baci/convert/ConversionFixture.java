package io.github.baci.convert;

import io.github.baci.BuildListener;
import io.github.baci.ConvertRequest;
import io.github.baci.ConvertResult;
import io.github.baci.InspectRequest;
import io.github.baci.aci.AciCompression;
import io.github.baci.inspect.ImageInspector;
import io.github.baci.inspect.ImageReport;
import io.github.baci.oci.LayerCompression;
import io.github.baci.source.SourceOptions;
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
                TargetForm.of(file),
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
