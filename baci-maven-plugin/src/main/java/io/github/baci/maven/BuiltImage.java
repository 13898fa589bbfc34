package io.github.baci.maven;

import io.github.baci.api.BuildResult;
import io.github.baci.api.ImageIdentity;
import io.github.baci.api.WrittenImage;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.project.MavenProject;

/** What a build wrote, as the project and its log get to know it. */
final class BuiltImage {
  private final BuildResult result;
  private final ImageProperties record;

  BuiltImage(BuildResult result) {
    this.result = result;
    this.record = ImageProperties.of(result);
  }

  /**
   * Attaches the files to the project and records them for other goals.
   *
   * @param directory the project's build directory
   */
  void attach(AttachedImage attached, Optional<String> classifier, Path directory) {
    for (WrittenImage image : result.images()) {
      attached.attach(image.form().extension(), classifier, image.file().toFile());
      for (WrittenImage.BaseAci base : image.bases()) {
        attached.attachBase(classifier, base.qualifier(), base.file().toFile());
      }
    }
    record.write(ImageProperties.path(directory, classifier), directory);
  }

  /** Lets other goals of the same call of Maven know the image, where there is no POM. */
  void remember(ProjectLayout layout, Optional<String> classifier) {
    layout.remember(classifier, record);
  }

  /** Tells the files, their sizes and by what the image is known. */
  void tell(Log log) {
    for (WrittenImage image : result.images()) {
      log.info(
          "%s (%s%s)"
              .formatted(
                  image.file(),
                  ByteCount.of(image.size()),
                  image.upToDate() ? ", up to date" : ""));
      log.info(identities(image));
      for (WrittenImage.BaseAci base : image.bases()) {
        log.info("Depends on %s (%s)".formatted(base.file(), ByteCount.of(base.size())));
      }
    }
  }

  private static String identities(WrittenImage image) {
    StringBuilder line = new StringBuilder();
    for (ImageIdentity identity : image.form().identities()) {
      line.append(line.isEmpty() ? "" : ", ")
          .append(identity.words())
          .append(' ')
          .append(identity.text(image.digest(identity)));
    }
    return capitalised(line.toString());
  }

  /** Returns a line of the log as it begins. */
  static String capitalised(String line) {
    return line.substring(0, 1).toUpperCase(Locale.ROOT) + line.substring(1);
  }

  /** Sets the properties that plugins which come after can use: the usual identity of each form. */
  void setProperties(MavenProject project) {
    for (WrittenImage image : result.images()) {
      ImageIdentity usual = image.form().identities().get(0);
      project.getProperties().setProperty("baci." + usual.key(), image.id());
    }
  }
}
