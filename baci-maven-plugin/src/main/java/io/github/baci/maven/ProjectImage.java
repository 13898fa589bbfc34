package io.github.baci.maven;

import io.github.baci.api.BaciException;
import io.github.baci.api.ImageForm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.apache.maven.project.MavenProject;

/** The image that a project has built. */
final class ProjectImage {
  private ProjectImage() {}

  /**
   * Finds the file of the image in one form.
   *
   * @param classifier the classifier of the image, if it has one
   * @param goal the goal that needs it, for messages
   * @throws BaciException if there is no project, it has built no such image, or the file is gone
   */
  static Path file(ProjectLayout layout, ImageForm form, Optional<String> classifier, String goal) {
    return record(layout, classifier, goal)
        .file(form)
        .map(ProjectImage::existing)
        .orElseThrow(
            () -> {
              String word = form.name().toLowerCase(Locale.ROOT);
              return new BaciException(
                  "the project built its image without the format %s, which %s needs: add it to baci.formats"
                      .formatted(word, goal));
            });
  }

  /**
   * Finds the file of the image: the ACI, or else one of another form.
   *
   * @param classifier the classifier of the image, if it has one
   * @param goal the goal that needs it, for messages
   * @throws BaciException if there is no project, it has built no such image, or the file is gone
   */
  static Path file(ProjectLayout layout, Optional<String> classifier, String goal) {
    return existing(record(layout, classifier, goal).files().get(0).path());
  }

  /**
   * Returns why a goal has nothing to do in a parent of modules that has no image of its own, while
   * its modules may have some.
   *
   * @param image the image that the goal is told to take instead of the project's, if it is
   * @param classifier the classifier of the project's image, if it has one
   */
  static Optional<String> absence(
      ProjectLayout layout,
      MavenProject project,
      Optional<String> image,
      Optional<String> classifier) {
    boolean isParent = project.getPackaging().equals("pom") && !project.getModules().isEmpty();
    return image.isEmpty()
            && isParent
            && layout
                .buildDirectory()
                .filter(directory -> !Files.exists(ImageProperties.path(directory, classifier)))
                .isPresent()
        ? Optional.of("Skipped: this parent has built no image" + withClassifier(classifier))
        : Optional.empty();
  }

  private static ImageProperties record(
      ProjectLayout layout, Optional<String> classifier, String goal) {
    Optional<Path> directory = layout.buildDirectory();
    if (directory.isEmpty()) {
      return layout
          .remembered(classifier)
          .orElseThrow(
              () ->
                  new BaciException(
                      "there is no POM, and this call of Maven has built no image%s: say which image is meant by baci.image"
                          .formatted(withClassifier(classifier))));
    }
    return ImageProperties.read(ImageProperties.path(directory.get(), classifier), directory.get())
        .orElseThrow(
            () ->
                new BaciException(
                    "the project has built no image%s yet: run 'mvn package %s', or say which image is meant by baci.image"
                        .formatted(withClassifier(classifier), goal)));
  }

  private static String withClassifier(Optional<String> classifier) {
    return classifier.map(text -> " with classifier " + text).orElse("");
  }

  /**
   * Returns a file that is an image.
   *
   * @throws BaciException if there is no such file
   */
  static Path existing(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new BaciException("there is no image %s: set baci.image".formatted(file));
    }
    return file;
  }
}
