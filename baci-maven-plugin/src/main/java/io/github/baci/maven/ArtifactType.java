package io.github.baci.maven;

import io.github.baci.api.ArtifactFiles.Form;
import io.github.baci.api.BaciException;
import java.util.Map;

/** The types of artifacts that are images, and the extensions that their files have. */
final class ArtifactType {
  static final String ACI = "aci";
  private static final String OCI_EXTENSION = "oci.tar";

  /** As the plugin's artifact handlers have it; these count only where it is an extension. */
  private static final Map<String, String> EXTENSIONS =
      Map.of(ACI, ACI, "oci", OCI_EXTENSION, OCI_EXTENSION, OCI_EXTENSION);

  private ArtifactType() {}

  /** Returns whether artifacts of a type are images. */
  static boolean isImage(String type) {
    return EXTENSIONS.containsKey(type);
  }

  /**
   * Returns the extension that files of a type have.
   *
   * @param reference what names the artifact, for messages
   * @throws BaciException if they are no images
   */
  static String extension(String type, String reference) {
    if (!isImage(type)) {
      throw new BaciException(
          "%s: an artifact of type '%s' is no image; images have the type aci, or oci (also called oci.tar)"
              .formatted(reference, type));
    }
    return EXTENSIONS.get(type);
  }

  /** Returns what is in files with an extension. */
  static Form form(String extension) {
    return extension.equals(ACI) ? Form.ACI : Form.OCI_ARCHIVE;
  }
}
