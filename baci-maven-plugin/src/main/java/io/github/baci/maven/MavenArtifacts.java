package io.github.baci.maven;

import io.github.baci.api.ArtifactFiles;
import io.github.baci.api.BaciException;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Dependency;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;

/**
 * Images as Maven finds artifacts: those of modules in the same run where they have just been
 * built, all others in the local repository and the project's repositories, with Maven's mirrors,
 * credentials, snapshots and offline mode.
 */
final class MavenArtifacts implements ArtifactFiles {
  private final MavenProject project;
  private final MavenSession session;
  private final RepositorySystem repositories;
  private final ReactorImages reactor;
  private final boolean areSigned;

  /**
   * Takes what Maven resolves with.
   *
   * @param areSigned whether the signatures of ACIs are wanted, which then lie beside them
   */
  MavenArtifacts(
      MavenProject project,
      MavenSession session,
      RepositorySystem repositories,
      boolean areSigned) {
    this.areSigned = areSigned;
    this.project = project;
    this.session = session;
    this.repositories = repositories;
    this.reactor = new ReactorImages(project, session);
  }

  @Override
  public ImageFile find(String reference) {
    MavenReference.Coordinates coordinates = coordinates(reference);
    String shown = MavenReference.PREFIX + reference;
    String extension = ArtifactType.extension(coordinates.type(), shown);
    Path file =
        reactor
            .find(coordinates, extension, shown)
            .map(File::toPath)
            .orElseGet(() -> resolve(coordinates, extension, shown));
    return new ImageFile(file, ArtifactType.form(extension));
  }

  @Override
  public Optional<Path> findBeside(String reference, String qualifier) {
    MavenReference.Coordinates image = coordinates(reference);
    MavenReference.Coordinates beside =
        new MavenReference.Coordinates(
            image.groupId(),
            image.artifactId(),
            image.type(),
            Optional.of(image.classifier().map(text -> text + "-" + qualifier).orElse(qualifier)),
            image.version());
    String shown = MavenReference.PREFIX + beside;
    try {
      return Optional.of(resolve(beside, ArtifactType.extension(beside.type(), shown), shown));
    } catch (BaciException e) {
      return Optional.empty(); // The image that misses it says so.
    }
  }

  private MavenReference.Coordinates coordinates(String reference) {
    MavenReference parsed = MavenReference.parse(reference);
    return parsed instanceof MavenReference.Declared declared
        ? declared(declared.artifactId())
        : (MavenReference.Coordinates) parsed;
  }

  private MavenReference.Coordinates declared(String artifactId) {
    List<Dependency> found =
        project.getDependencies().stream()
            .filter(each -> each.getArtifactId().equals(artifactId))
            .filter(each -> ArtifactType.isImage(each.getType()))
            .toList();
    if (found.size() != 1) {
      throw new BaciException(
          "%s%s: the project declares %s; %s"
              .formatted(
                  MavenReference.PREFIX,
                  artifactId,
                  found.isEmpty()
                      ? "no dependency of that artifactId with type aci or oci"
                      : found.size() + " dependencies of that artifactId which are images",
                  found.isEmpty()
                      ? "declare it, or write maven://groupId:artifactId:version"
                      : "write maven://groupId:artifactId:type:classifier:version"));
    }
    Dependency dependency = found.get(0);
    return new MavenReference.Coordinates(
        dependency.getGroupId(),
        artifactId,
        dependency.getType(),
        Optional.ofNullable(dependency.getClassifier()).filter(text -> !text.isBlank()),
        dependency.getVersion());
  }

  private Path resolve(MavenReference.Coordinates coordinates, String extension, String shown) {
    try {
      Path file = fetch(coordinates, extension);
      if (areSigned && extension.equals(ArtifactType.ACI)) {
        fetchSignature(coordinates, extension + ".asc");
      }
      return file;
    } catch (ArtifactResolutionException e) {
      throw new BaciException("%s: %s".formatted(shown, e.getMessage()), e);
    }
  }

  /** Whether there must be one is for who reads the image to say. */
  private void fetchSignature(MavenReference.Coordinates coordinates, String extension) {
    try {
      var unused = fetch(coordinates, extension);
    } catch (ArtifactResolutionException e) {
      // not signed, or not to be had offline
    }
  }

  private Path fetch(MavenReference.Coordinates coordinates, String extension)
      throws ArtifactResolutionException {
    Artifact artifact =
        new DefaultArtifact(
            coordinates.groupId(),
            coordinates.artifactId(),
            coordinates.classifier().orElse(""),
            extension,
            coordinates.version());
    return repositories
        .resolveArtifact(
            session.getRepositorySession(),
            new ArtifactRequest(artifact, project.getRemoteProjectRepositories(), "baci"))
        .getArtifact()
        .getFile()
        .toPath();
  }
}
