package io.github.baci.convert;

import io.github.baci.api.AciCompression;
import io.github.baci.api.BuildListener;
import io.github.baci.api.ConvertRequest;
import io.github.baci.api.ConvertResult;
import io.github.baci.api.ImageForm;
import io.github.baci.api.ImageSearch;
import io.github.baci.api.InspectRequest;
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
    ConvertRequest.Builder request =
        ConvertRequest.builder(from, file, ImageForm.of(file), directory.resolve("store-of-" + to))
            .aciCompression(compression)
            .search(ImageSearch.in(directory));
    name.ifPresent(request::name);
    return new ImageConverter().convert(request.build(), BuildListener.SILENT);
  }

  /** Returns a report of an image and its difference to another. */
  ImageReport compare(String image, String against) throws InterruptedException {
    return new ImageInspector()
        .inspect(
            InspectRequest.builder(image, directory.resolve("store-to-compare"))
                .against(against)
                .search(ImageSearch.in(directory))
                .build(),
            BuildListener.SILENT);
  }
}
