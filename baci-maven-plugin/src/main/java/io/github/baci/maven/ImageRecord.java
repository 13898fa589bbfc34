package io.github.baci.maven;

import io.github.baci.BaciException;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Properties;

/**
 * What a project remembers of an image that it built: a properties file {@code
 * baci/image.properties} in the build directory, or {@code baci/image-CLASSIFIER.properties}.
 *
 * @param file the image file; in the properties relative to the build directory where it is in it
 * @param imageId the image ID, {@code sha512-…}
 * @param size the size of the file in bytes
 */
record ImageRecord(Path file, String imageId, long size) {

  /** Returns where the record of a project's image is. */
  static Path path(Path buildDirectory, Optional<String> classifier) {
    return buildDirectory
        .resolve("baci")
        .resolve("image" + classifier.map(text -> "-" + text).orElse("") + ".properties");
  }

  /** Writes the record, unless the file says the same already. */
  void write(Path record, Path buildDirectory) {
    String named =
        (file.startsWith(buildDirectory) ? buildDirectory.relativize(file) : file).toString();
    String text =
        "file=%s%nimageId=%s%nsize=%d%n"
            .formatted(escape(named), imageId, size)
            .replace(System.lineSeparator(), "\n");
    try {
      if (Files.exists(record) && Files.readString(record).equals(text)) {
        return;
      }
      Files.createDirectories(record.getParent());
      Path part = record.resolveSibling(record.getFileName() + ".part");
      Files.writeString(part, text);
      Files.move(part, record, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new BaciException("cannot write %s: %s".formatted(record, e.getMessage()), e);
    }
  }

  /** Reads a record; empty if there is none. */
  static Optional<ImageRecord> read(Path record, Path buildDirectory) {
    if (!Files.exists(record)) {
      return Optional.empty();
    }
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(record, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String file = properties.getProperty("file");
    String imageId = properties.getProperty("imageId");
    String size = properties.getProperty("size");
    if (file == null || imageId == null || size == null || !size.matches("[0-9]{1,18}")) {
      throw new BaciException("%s is damaged: run baci:build again".formatted(record));
    }
    return Optional.of(
        new ImageRecord(buildDirectory.resolve(file), imageId, Long.parseLong(size)));
  }

  private static String escape(String text) {
    return text.replace("\\", "\\\\");
  }
}
