package io.github.baci.source;

import io.github.baci.api.ArtifactFiles;
import io.github.baci.api.BaciException;
import io.github.baci.api.Platform;
import io.github.baci.image.Image;
import io.github.baci.source.aci.AttachedAcis;
import java.nio.file.Path;
import java.util.Optional;

/** Images that are artifacts of a repository: {@code maven://…}. */
final class ArtifactSource implements ImageSource {
  private final Optional<ArtifactFiles> artifacts;
  private final AciReader acis;
  private final FileReader ociArchives;
  private final FileReader dockerArchives;

  /**
   * Joins what finds files and what reads them.
   *
   * @param artifacts finds the files, if anybody does
   */
  ArtifactSource(
      Optional<ArtifactFiles> artifacts,
      AciReader acis,
      FileReader ociArchives,
      FileReader dockerArchives) {
    this.artifacts = artifacts;
    this.acis = acis;
    this.ociArchives = ociArchives;
    this.dockerArchives = dockerArchives;
  }

  /** Reads images of one form. */
  @FunctionalInterface
  interface FileReader {
    /**
     * Reads the image of a file.
     *
     * @param shown the reference that the file was found for, for messages
     */
    Image read(Path file, String shown, Platform platform) throws InterruptedException;
  }

  /** Reads ACIs. */
  @FunctionalInterface
  interface AciReader {
    /**
     * Reads the image of a file.
     *
     * @param shown the reference that the file was found for, for messages
     * @param attached finds what was attached beside the image
     */
    Image read(Path file, String shown, Platform platform, AttachedAcis attached)
        throws InterruptedException;
  }

  @Override
  public String scheme() {
    return "maven";
  }

  @Override
  public Image load(String reference, Platform platform) throws InterruptedException {
    String shown = scheme() + "://" + reference;
    ArtifactFiles found =
        artifacts.orElseThrow(
            () ->
                new BaciException(shown + ": artifacts are found only where Maven runs the build"));
    ArtifactFiles.ImageFile file = found.find(reference);
    return switch (file.form()) {
      case ACI ->
          acis.read(
              file.path(), shown, platform, qualifier -> found.findBeside(reference, qualifier));
      case OCI -> ociArchives.read(file.path(), shown, platform);
      case DOCKER -> dockerArchives.read(file.path(), shown, platform);
    };
  }
}
