package io.github.baci.source;

import io.github.baci.aci.manifest.AciImage;
import io.github.baci.api.ArtifactFiles;
import io.github.baci.api.BaciException;
import io.github.baci.api.ImageForm;
import io.github.baci.api.Platform;
import io.github.baci.image.Image;
import io.github.baci.image.ImageException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** Images that are artifacts of a repository: {@code maven://…}. */
final class ArtifactSource implements ImageSource {
  private final Optional<ArtifactFiles> artifacts;
  private final AciSource acis;
  private final SavedImageSource ociArchives;
  private final SavedImageSource dockerArchives;

  /**
   * Joins what finds files and what reads them.
   *
   * @param artifacts finds the files, if anybody does
   */
  ArtifactSource(
      Optional<ArtifactFiles> artifacts,
      AciSource acis,
      SavedImageSource ociArchives,
      SavedImageSource dockerArchives) {
    this.artifacts = artifacts;
    this.acis = acis;
    this.ociArchives = ociArchives;
    this.dockerArchives = dockerArchives;
  }

  @Override
  public String scheme() {
    return "maven";
  }

  @Override
  public Image load(String reference, Platform platform) throws InterruptedException {
    return named(reference, reference, platform).image();
  }

  @Override
  public NamedImage named(String name, String reference, Platform platform)
      throws InterruptedException {
    String shown = scheme() + "://" + reference;
    ArtifactFiles found =
        artifacts.orElseThrow(
            () ->
                new ImageException(
                    shown,
                    ": artifacts are found only where a build tool with repositories runs the"
                        + " build"));
    ArtifactFiles.ImageFile file = find(found, reference, shown);
    OptionalLong size = OptionalLong.of(file.path().toFile().length());
    if (file.form() == ImageForm.ACI) {
      AciImage aci =
          acis.find(
              file.path(), shown, platform, qualifier -> found.findBeside(reference, qualifier));
      return NamedImage.of(name, aci, size, platform);
    }
    SavedImageSource saved = saved(file.form());
    Path path = file.path();
    return new NamedImage(
        name, saved.scheme(), size, saved.load(path, shown, platform), Optional.empty());
  }

  private static ArtifactFiles.ImageFile find(
      ArtifactFiles artifacts, String reference, String shown) throws InterruptedException {
    try {
      return artifacts.find(reference);
    } catch (BaciException e) {
      throw ImageException.naming(shown, e.getMessage(), e);
    }
  }

  private SavedImageSource saved(ImageForm form) {
    return form == ImageForm.OCI ? ociArchives : dockerArchives;
  }
}
