package io.github.baci.maven;

import io.github.baci.api.BaciException;
import io.github.baci.api.ImageForm;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The types of artifacts that are images, and the extensions that their files have. */
final class ArtifactType {
  static final String ACI = ImageForm.ACI.extension();

  private ArtifactType() {}

  /** Returns the form of images of a type: its name, or its extension. */
  private static Optional<ImageForm> ofType(String type) {
    for (ImageForm form : ImageForm.values()) {
      if (type.equals(form.extension()) || type.equals(form.name().toLowerCase(Locale.ROOT))) {
        return Optional.of(form);
      }
    }
    return Optional.empty();
  }

  /** Returns whether artifacts of a type are images. */
  static boolean isImage(String type) {
    return ofType(type).isPresent();
  }

  /**
   * Returns the extension that files of a type have.
   *
   * @param reference what names the artifact, for messages
   * @throws BaciException if they are no images
   */
  static String extension(String type, String reference) {
    return ofType(type)
        .orElseThrow(
            () ->
                new BaciException(
                    "%s: an artifact of type '%s' is no image; images have the types %s"
                        .formatted(
                            reference,
                            type,
                            Arrays.stream(ImageForm.values())
                                .map(ImageForm::extension)
                                .collect(Collectors.joining(", ")))))
        .extension();
  }

  /** Returns what is in files with an extension. */
  static ImageForm form(String extension) {
    return ofType(extension).orElseThrow();
  }
}
