package io.github.baci.api;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What came out of a build.
 *
 * @param images the image, in each of the forms that were asked for
 * @param inputs if the request asked for them, what of this machine the image was made of: what
 *     instructions took of the build context and of named directories, and images in files. The
 *     Dockerfile and the ignore file are not among them
 */
public record BuildResult(List<WrittenImage> images, List<BuildInput> inputs) {
  /** Copies the lists. */
  public BuildResult {
    images = List.copyOf(images);
    inputs = List.copyOf(inputs);
  }

  /** Says nothing of inputs. */
  public BuildResult(List<WrittenImage> images) {
    this(images, List.of());
  }

  /** Returns the same with what the image was made of. */
  public BuildResult withInputs(List<BuildInput> found) {
    return new BuildResult(images, found);
  }

  /** Returns the image in one form, if that was asked for. */
  public Optional<WrittenImage> image(ImageForm form) {
    for (WrittenImage image : images) {
      if (image.form() == form) {
        return Optional.of(image);
      }
    }
    return Optional.empty();
  }

  /**
   * Returns the ACI.
   *
   * @throws IllegalStateException if none was asked for
   */
  public Path file() {
    return aci().file();
  }

  /**
   * Returns the size of the ACI in bytes.
   *
   * @throws IllegalStateException if none was asked for
   */
  public long size() {
    return aci().size();
  }

  /**
   * Returns the App Container image ID of the ACI.
   *
   * @throws IllegalStateException if none was asked for
   */
  public Digest imageId() {
    return aci().digest(ImageIdentity.IMAGE_ID);
  }

  /**
   * Returns the ACIs that were made of the base image, the lowest first.
   *
   * @throws IllegalStateException if no ACI was asked for
   */
  public List<WrittenImage.BaseAci> bases() {
    return aci().bases();
  }

  /** Returns whether all files were there already and nothing was written. */
  public boolean upToDate() {
    for (WrittenImage image : images) {
      if (!image.upToDate()) {
        return false;
      }
    }
    return true;
  }

  private WrittenImage aci() {
    return image(ImageForm.ACI)
        .orElseThrow(() -> new IllegalStateException("the build was not to write an ACI"));
  }
}
