package io.github.baci.maven;

import io.github.baci.api.BaciException;
import io.github.baci.api.PushResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a project remembers of a push: a properties file {@code baci/push.properties} in the build
 * directory, or {@code baci/push-CLASSIFIER.properties}, with {@code digest} and, counted from 1,
 * {@code image.N}, a name with the digest.
 */
final class PushRecord {
  private PushRecord() {}

  /** Writes the record. */
  static void write(PushResult result, Path buildDirectory, Optional<String> classifier) {
    StringBuilder text = new StringBuilder("digest=" + result.digest() + "\n");
    int number = 0;
    for (PushResult.Pushed image : result.images()) {
      number++;
      text.append("image.%d=%s@%s\n".formatted(number, image.name(), result.digest()));
    }
    Path record =
        buildDirectory
            .resolve("baci")
            .resolve("push" + classifier.map(name -> "-" + name).orElse("") + ".properties");
    try {
      WholeFile.write(record, text.toString());
    } catch (IOException e) {
      throw new BaciException("cannot write %s: %s".formatted(record, e.getMessage()), e);
    }
  }
}
