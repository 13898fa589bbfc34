package io.github.baci.maven;

import io.github.baci.BaciException;
import java.io.File;
import java.util.Optional;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.project.MavenProject;
import org.apache.maven.project.MavenProjectHelper;

/** Makes an image an artifact of the project, so that it is installed and deployed with it. */
final class AttachedImage {
  private static final String TYPE = "aci";

  private final MavenProject project;
  private final MavenProjectHelper helper;

  AttachedImage(MavenProject project, MavenProjectHelper helper) {
    this.project = project;
    this.helper = helper;
  }

  /**
   * Makes sure that the project has no other image of this classifier.
   *
   * @throws BaciException if it has
   */
  void check(Optional<String> classifier, File file) {
    File other = isMain(classifier) ? project.getArtifact().getFile() : attached(classifier);
    if (other != null && !other.equals(file)) {
      throw new BaciException(
          "the project has the image %s already: give each execution of baci:build a <classifier> of its own"
              .formatted(other));
    }
  }

  /** Makes it the project's artifact, or one beside it. */
  void attach(Optional<String> classifier, File file) {
    if (isMain(classifier)) {
      project.getArtifact().setFile(file);
    } else if (attached(classifier) == null) {
      helper.attachArtifact(project, TYPE, classifier.orElse(null), file);
    }
  }

  private boolean isMain(Optional<String> classifier) {
    return project.getPackaging().equals(TYPE) && classifier.isEmpty();
  }

  private File attached(Optional<String> classifier) {
    for (Artifact artifact : project.getAttachedArtifacts()) {
      String its = artifact.getClassifier();
      boolean same = classifier.orElse("").equals(its == null ? "" : its);
      if (artifact.getType().equals(TYPE) && same) {
        return artifact.getFile();
      }
    }
    return null;
  }
}
