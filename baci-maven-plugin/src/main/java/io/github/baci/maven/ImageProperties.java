package io.github.baci.maven;

import io.github.baci.api.BaciException;
import io.github.baci.api.BuildResult;
import io.github.baci.api.ImageForm;
import io.github.baci.api.ImageIdentity;
import io.github.baci.api.WrittenImage;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * What a project remembers of an image that it built: a properties file {@code
 * baci/image.properties} in the build directory, or {@code baci/image-CLASSIFIER.properties}. Paths
 * are relative to the build directory where they are in it. The keys of the ACI are "file",
 * "imageId" and "size"; of an OCI archive {@code oci.file}, {@code oci.manifestDigest}, {@code
 * oci.configDigest} and {@code oci.size}; of other forms the like, named as the form is.
 *
 * @param files the image in each of its forms
 */
record ImageProperties(List<Entry> files) {

  /**
   * The image in one form.
   *
   * @param identities the texts of all identities of the form, in their order
   * @param size its size in bytes
   */
  record Entry(ImageForm form, Path path, List<String> identities, long size) {
    Entry {
      identities = List.copyOf(identities);
    }
  }

  ImageProperties {
    files = List.copyOf(files);
  }

  /** Takes what a build wrote. */
  static ImageProperties of(BuildResult result) {
    List<Entry> files = new ArrayList<>();
    for (WrittenImage image : result.images()) {
      List<String> identities = new ArrayList<>();
      for (ImageIdentity identity : image.form().identities()) {
        identities.add(identity.text(image.digest(identity)));
      }
      files.add(new Entry(image.form(), image.file(), identities, image.size()));
    }
    return new ImageProperties(files);
  }

  /** Returns the file of a form, if there is one. */
  Optional<Path> file(ImageForm form) {
    return files.stream().filter(each -> each.form == form).map(Entry::path).findFirst();
  }

  private static final Pattern SIZE = Pattern.compile("[0-9]{1,18}");

  /** Returns where the record of a project's image is. */
  static Path path(Path buildDirectory, Optional<String> classifier) {
    return directory(buildDirectory)
        .resolve("image" + classifier.map(text -> "-" + text).orElse("") + ".properties");
  }

  private static Path directory(Path buildDirectory) {
    return buildDirectory.resolve("baci");
  }

  /** Returns all that the builds of a project write into its build directory. */
  static List<Path> ownFiles(Path buildDirectory) {
    Path records = directory(buildDirectory);
    List<Path> files = new ArrayList<>(List.of(records));
    if (Files.isDirectory(records)) {
      try (DirectoryStream<Path> found =
          Files.newDirectoryStream(records, "image{,-*}.properties")) {
        for (Path record : found) {
          ImageProperties image = read(record, buildDirectory).orElseThrow();
          for (Entry each : image.files) {
            files.add(each.path);
          }
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
    for (Entry each : files) {
      List<String> keys = keys(each.form);
      List<String> values = new ArrayList<>();
      values.add(named(each.path, buildDirectory));
      values.addAll(each.identities);
      values.add(Long.toString(each.size));
      for (int i = 0; i < keys.size(); i++) {
        lines.append(keys.get(i)).append('=').append(values.get(i)).append('\n');
      }
    }
    String text = lines.toString();
    try {
      if (Files.exists(record) && Files.readString(record).equals(text)) {
        return;
      }
      WholeFile.write(record, text);
    } catch (IOException e) {
      throw new BaciException(
          "the image is written, but cannot be recorded for other goals in %s: %s"
              .formatted(
                  record,
                  e instanceof AccessDeniedException
                      ? "permission denied; give yourself access to the build directory"
                      : e.getMessage()),
          e);
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
    List<Entry> files = new ArrayList<>();
    for (ImageForm form : ImageForm.values()) {
      entry(form, properties, record, buildDirectory).ifPresent(files::add);
    }
    if (files.isEmpty()) {
      throw damaged(record);
    }
    return Optional.of(new ImageProperties(files));
  }

  private static Optional<Entry> entry(
      ImageForm form, Properties properties, Path record, Path buildDirectory) {
    List<String> values = new ArrayList<>();
    for (String key : keys(form)) {
      String value = properties.getProperty(key);
      if (value != null) {
        values.add(value);
      }
    }
    if (values.isEmpty()) {
      return Optional.empty();
    }
    int last = form.identities().size() + 1;
    if (values.size() <= last || !SIZE.matcher(values.get(last)).matches()) {
      throw damaged(record);
    }
    return Optional.of(
        new Entry(
            form,
            buildDirectory.resolve(values.get(0)),
            values.subList(1, last),
            Long.parseLong(values.get(last))));
  }

  private static BaciException damaged(Path record) {
    return new BaciException("%s is damaged: run baci:build again".formatted(record));
  }

  /** Returns the keys of a form: the file, its identities, the size. */
  private static List<String> keys(ImageForm form) {
    String prefix = form == ImageForm.ACI ? "" : form.name().toLowerCase(Locale.ROOT) + ".";
    List<String> keys = new ArrayList<>();
    keys.add(prefix + "file");
    for (ImageIdentity identity : form.identities()) {
      keys.add(prefix + identity.key());
    }
    keys.add(prefix + "size");
    return keys;
  }

  private static String named(Path file, Path buildDirectory) {
    return escape(
        (file.startsWith(buildDirectory) ? buildDirectory.relativize(file) : file).toString());
  }

  private static String escape(String text) {
    return text.replace("\\", "\\\\");
  }
}
