package io.github.baci.api;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The forms of images in files: read by whatever takes an image, written by builds and conversions.
 * What users call a form is the name of its constant in lower case.
 */
public enum ImageForm {
  /** An App Container Image. */
  ACI("aci"),
  /** A tar of an OCI image layout. */
  OCI("oci.tar"),
  /** A docker archive, as {@code docker save} writes it and {@code docker load} reads it. */
  DOCKER("docker.tar");

  private final String extension;

  ImageForm(String extension) {
    this.extension = extension;
  }

  /** Returns what the names of files of this form end with, without the dot. */
  public String extension() {
    return extension;
  }

  /** Returns by what an image of this form is known, the usual one first. */
  public List<ImageIdentity> identities() {
    return switch (this) {
      case ACI -> List.of(ImageIdentity.IMAGE_ID);
      case OCI -> List.of(ImageIdentity.MANIFEST_DIGEST, ImageIdentity.CONFIG_DIGEST);
      case DOCKER -> List.of(ImageIdentity.CONFIG_DIGEST);
    };
  }

  /** Returns the file of this form beside one of any: the same name with another extension. */
  public Path beside(Path file) {
    String name = file.getFileName().toString();
    for (ImageForm form : values()) {
      if (name.endsWith("." + form.extension)) {
        name = name.substring(0, name.length() - form.extension.length() - 1);
        break;
      }
    }
    return file.resolveSibling(name + "." + extension);
  }

  /**
   * Tells the form by the name of a file.
   *
   * @throws BaciException if it tells nothing
   */
  public static ImageForm of(Path file) {
    String name = file.getFileName().toString();
    for (ImageForm form : values()) {
      if (name.endsWith("." + form.extension)) {
        return form;
      }
    }
    throw new BaciException(
        "the name of '%s' does not tell its format by its end, which may be one of %s: say the format"
            .formatted(file, Arrays.stream(values()).map(form -> "." + form.extension).toList()));
  }
}
