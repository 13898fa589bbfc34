package io.github.baci.maven;

import io.github.baci.api.BaciException;
import java.io.File;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;

/**
 * The images of modules that are built in the same run. Only those of modules that Maven has
 * certainly built before this one are taken: with any other, and above all with {@code mvn -T}, it
 * would be a matter of luck whether this run's image is used or an older one.
 */
final class ReactorImages {
  private final MavenProject project;
  private final MavenSession session;

  ReactorImages(MavenProject project, MavenSession session) {
    this.project = project;
    this.session = session;
  }

  /**
   * Returns the image of a module; empty if no module of this run is meant.
   *
   * @param extension the extension of the image's file
   * @param shown how messages call it
   * @throws BaciException if it is the module's own, or the module need not be built before this
   *     one, or has built no such image
   */
  Optional<File> find(MavenReference.Coordinates coordinates, String extension, String shown) {
    Optional<MavenProject> module =
        session.getProjects().stream().filter(each -> is(each, coordinates)).findFirst();
    if (module.isEmpty()) {
      return Optional.empty();
    }
    boolean own = module.get().getId().equals(project.getId());
    if (!own && !isUpstream(module.get())) {
      throw new BaciException(
          "%s: the module %s is in this run, but nothing says that it is built before %s; declare it as a dependency: <type>%s</type> and <scope>provided</scope>"
              .formatted(
                  shown,
                  module.get().getArtifactId(),
                  project.getArtifactId(),
                  coordinates.type()));
    }
    Optional<File> file = image(module.get(), coordinates, extension);
    if (file.isEmpty()) {
      throw new BaciException(
          "%s: the module %s has built no image%s of type %s in this run; does it bind baci:build, and does the run reach that phase (package)?"
              .formatted(
                  shown,
                  module.get().getArtifactId(),
                  coordinates.classifier().map(" with classifier "::concat).orElse(""),
                  coordinates.type()));
    }
    return file;
  }

  private static boolean is(MavenProject module, MavenReference.Coordinates coordinates) {
    return module.getGroupId().equals(coordinates.groupId())
        && module.getArtifactId().equals(coordinates.artifactId())
        && module.getVersion().equals(coordinates.version());
  }

  private boolean isUpstream(MavenProject module) {
    List<MavenProject> upstream =
        session.getProjectDependencyGraph().getUpstreamProjects(project, true);
    return upstream.stream().anyMatch(each -> each.getId().equals(module.getId()));
  }

  private static Optional<File> image(
      MavenProject module, MavenReference.Coordinates coordinates, String extension) {
    return Stream.concat(
            Stream.of(module.getArtifact()), List.copyOf(module.getAttachedArtifacts()).stream())
        .filter(Objects::nonNull)
        .filter(each -> each.getArtifactHandler().getExtension().equals(extension))
        .filter(each -> classifier(each).equals(coordinates.classifier()))
        .map(Artifact::getFile)
        .filter(file -> file != null && file.isFile())
        .findFirst();
  }

  private static Optional<String> classifier(Artifact artifact) {
    return Optional.ofNullable(artifact.getClassifier()).filter(text -> !text.isEmpty());
  }
}
