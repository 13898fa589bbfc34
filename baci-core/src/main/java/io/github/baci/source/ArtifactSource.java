package io.github.baci.source;

import io.github.baci.BaciException;
import io.github.baci.image.Image;
import io.github.baci.image.Platform;
import java.nio.file.Path;
import java.util.Optional;

/** Images that are artifacts of a repository: {@code maven://…}. */
final class ArtifactSource implements ImageSource {
  private final Optional<ArtifactFiles> artifacts;
  private final FileReader acis;
  private final FileReader ociArchives;

  /**
   * Joins what finds files and what reads them.
   *
   * @param artifacts finds the files, if anybody does
   */
  ArtifactSource(Optional<ArtifactFiles> artifacts, FileReader acis, FileReader ociArchives) {
    this.artifacts = artifacts;
    this.acis = acis;
    this.ociArchives = ociArchives;
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

  @Override
  public String scheme() {
    return "maven";
  }

  @Override
  public Image load(String reference, Platform platform) throws InterruptedException {
    String shown = scheme() + "://" + reference;
    ArtifactFiles.ImageFile file =
        artifacts
            .orElseThrow(
                () ->
                    new BaciException(
                        shown + ": artifacts are found only where Maven runs the build"))
            .find(reference);
    return switch (file.form()) {
      case ACI -> acis.read(file.path(), shown, platform);
      case OCI_ARCHIVE -> ociArchives.read(file.path(), shown, platform);
    };
  }
}
