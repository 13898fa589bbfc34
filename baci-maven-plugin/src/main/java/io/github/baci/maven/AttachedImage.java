package io.github.baci.maven;

import io.github.baci.api.BaciException;
import io.github.baci.api.BuildRequest;
import io.github.baci.api.ImageForm;
import io.github.baci.api.OutputFormats;
import java.io.File;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.project.MavenProject;
import org.apache.maven.project.MavenProjectHelper;
import org.jspecify.annotations.Nullable;

/** Makes an image an artifact of the project, so that it is installed and deployed with it. */
final class AttachedImage {
  /** The type of ACIs, and of the packaging whose main artifact is one. */
  static final String ACI = ImageForm.ACI.extension();

  private static final String BASES = "io.github.baci.bases";

  private final MavenProject project;
  private final MavenProjectHelper helper;

  AttachedImage(MavenProject project, MavenProjectHelper helper) {
    this.project = project;
    this.helper = helper;
  }

  /**
   * Makes sure that the project can have the images that a build is to write.
   *
   * @throws BaciException if it has others, or its own artifact would be missing
   */
  void check(Optional<String> classifier, BuildRequest request) {
    for (OutputFormats.Output output : request.formats().outputs()) {
      File file = output.file(request.outputFile()).toFile();
      check(output.form().extension(), classifier, file, false);
    }
    if (!request.formats().has(ImageForm.ACI) && isMain(ACI, classifier)) {
      throw new BaciException(
          "the artifact of a project with the packaging aci is an ACI: add aci to baci.formats, or"
              + " give the project another packaging, as pom");
    }
  }

  /** Makes sure that the project has no other image of this type and classifier. */
  private void check(String type, Optional<String> classifier, File file, boolean asBase) {
    File other =
        isMain(type, classifier) ? project.getArtifact().getFile() : attached(type, classifier);
    boolean same = other == null || (other.equals(file) && bases().contains(file) == asBase);
    if (!same) {
      throw new BaciException(
          "the project has the image %s already: give each execution of baci:build a <classifier> of its own"
              .formatted(other));
    }
  }

  /** Makes it the project's artifact, or one beside it. */
  void attach(String type, Optional<String> classifier, File file) {
    if (isMain(type, classifier)) {
      project.getArtifact().setFile(file);
    } else if (attached(type, classifier) == null) {
      helper.attachArtifact(project, type, classifier.orElse(null), file);
    }
  }

  /**
   * Makes the ACI of a base image an artifact beside the image that depends on it.
   *
   * @param classifier the classifier of the image
   * @param qualifier what the classifier of the base ACI has beside it
   * @throws BaciException if the project has another image of this classifier
   */
  void attachBase(Optional<String> classifier, String qualifier, File file) {
    Optional<String> own =
        Optional.of(classifier.map(text -> text + "-" + qualifier).orElse(qualifier));
    check(ACI, own, file, true);
    Set<Object> bases = new HashSet<>(bases());
    bases.add(file);
    project.setContextValue(BASES, bases);
    attach(ACI, own, file);
  }

  /** Returns the base ACIs that were attached so far, by whichever execution. */
  private Set<?> bases() {
    return project.getContextValue(BASES) instanceof Set<?> bases ? bases : Set.of();
  }

  /** Returns whether an image is the project's main artifact. */
  private boolean isMain(String type, Optional<String> classifier) {
    return type.equals(ACI) && project.getPackaging().equals(ACI) && classifier.isEmpty();
  }

  private @Nullable File attached(String type, Optional<String> classifier) {
    for (Artifact artifact : project.getAttachedArtifacts()) {
      String its = artifact.getClassifier();
      boolean same = classifier.orElse("").equals(its == null ? "" : its);
      if (artifact.getType().equals(type) && same) {
        return artifact.getFile();
      }
    }
    return null;
  }
}
