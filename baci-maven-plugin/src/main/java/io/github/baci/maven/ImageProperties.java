package io.github.baci.maven;

import io.github.baci.api.BaciException;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * What a project remembers of an image that it built: a properties file {@code
 * baci/image.properties} in the build directory, or {@code baci/image-CLASSIFIER.properties}. Files
 * are relative to the build directory where they are in it.
 *
 * @param aci the ACI, if it was built: {@code file}, {@code imageId}, {@code size}
 * @param oci the OCI archive, if it was built: {@code oci.file}, {@code oci.manifestDigest}, {@code
 *     oci.configDigest}, {@code oci.size}
 */
record ImageProperties(Optional<Aci> aci, Optional<Oci> oci) {

  /**
   * An ACI.
   *
   * @param imageId the image ID, {@code sha512-…}
   * @param size its size in bytes
   */
  record Aci(Path file, String imageId, long size) {}

  /**
   * An OCI archive.
   *
   * @param manifestDigest the digest of the manifest, {@code sha256:…}
   * @param configDigest the digest of the config, {@code sha256:…}
   * @param size its size in bytes
   */
  record Oci(Path file, String manifestDigest, String configDigest, long size) {}

  /** Returns where the record of a project's image is. */
  static Path path(Path buildDirectory, Optional<String> classifier) {
    return buildDirectory
        .resolve("baci")
        .resolve("image" + classifier.map(text -> "-" + text).orElse("") + ".properties");
  }

  /** Returns all that the builds of a project write into its build directory. */
  static List<Path> ownFiles(Path buildDirectory) {
    Path records = path(buildDirectory, Optional.empty()).getParent();
    List<Path> files = new ArrayList<>(List.of(records));
    if (Files.isDirectory(records)) {
      try (DirectoryStream<Path> each =
          Files.newDirectoryStream(records, "image{,-*}.properties")) {
        for (Path record : each) {
          ImageProperties image = read(record, buildDirectory).orElseThrow();
          image.aci.map(Aci::file).ifPresent(files::add);
          image.oci.map(Oci::file).ifPresent(files::add);
        }
      } catch (IOException e) {
        throw new BaciException("cannot read %s: %s".formatted(records, e.getMessage()), e);
      }
    }
    return files;
  }

  /** Writes the record, unless the file says the same already. */
  void write(Path record, Path buildDirectory) {
    StringBuilder lines = new StringBuilder();
    aci.ifPresent(
        image ->
            lines.append(
                "file=%s\nimageId=%s\nsize=%d\n"
                    .formatted(named(image.file, buildDirectory), image.imageId, image.size)));
    oci.ifPresent(
        image ->
            lines.append(
                "oci.file=%s\noci.manifestDigest=%s\noci.configDigest=%s\noci.size=%d\n"
                    .formatted(
                        named(image.file, buildDirectory),
                        image.manifestDigest,
                        image.configDigest,
                        image.size)));
    String text = lines.toString();
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
  static Optional<ImageProperties> read(Path record, Path buildDirectory) {
    if (!Files.exists(record)) {
      return Optional.empty();
    }
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(record, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    boolean whole =
        (properties.containsKey("file") || properties.containsKey("oci.file"))
            && isWhole(properties, "file", "imageId", "size")
            && isWhole(
                properties, "oci.file", "oci.manifestDigest", "oci.configDigest", "oci.size");
    if (!whole) {
      throw new BaciException("%s is damaged: run baci:build again".formatted(record));
    }
    Optional<Aci> aci = Optional.empty();
    if (properties.containsKey("file")) {
      aci =
          Optional.of(
              new Aci(
                  buildDirectory.resolve(properties.getProperty("file")),
                  properties.getProperty("imageId"),
                  Long.parseLong(properties.getProperty("size"))));
    }
    Optional<Oci> oci = Optional.empty();
    if (properties.containsKey("oci.file")) {
      oci =
          Optional.of(
              new Oci(
                  buildDirectory.resolve(properties.getProperty("oci.file")),
                  properties.getProperty("oci.manifestDigest"),
                  properties.getProperty("oci.configDigest"),
                  Long.parseLong(properties.getProperty("oci.size"))));
    }
    return Optional.of(new ImageProperties(aci, oci));
  }

  /** Returns whether all keys are there or none is; the last of them is a size. */
  private static boolean isWhole(Properties properties, String... keys) {
    long there = Stream.of(keys).filter(properties::containsKey).count();
    String size = properties.getProperty(keys[keys.length - 1], "0");
    return (there == 0 || there == keys.length) && size.matches("[0-9]{1,18}");
  }

  private static String named(Path file, Path buildDirectory) {
    return escape(
        (file.startsWith(buildDirectory) ? buildDirectory.relativize(file) : file).toString());
  }

  private static String escape(String text) {
    return text.replace("\\", "\\\\");
  }
}
