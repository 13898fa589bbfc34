package io.github.baci.aci.archive;

import io.github.baci.aci.manifest.ImageManifest;
import io.github.baci.aci.types.AciName;
import io.github.baci.aci.types.Dependency;
import io.github.baci.api.AcIdentifier;
import io.github.baci.api.BaciException;
import io.github.baci.api.ImageId;
import java.util.Map;

/**
 * Checks whether an image is the one that a dependency asks for (App Container Specification,
 * "Dependency Matching"): by its image ID, if the dependency has one, or else by its name and
 * labels.
 */
public final class DependencyMatch {
  private DependencyMatch() {}

  /**
   * Checks an image. The specification does not say whether a dependency's size is that of the file
   * or that of the uncompressed archive: either will do.
   *
   * @param dependent what depends on the image, for messages
   * @throws BaciException naming what differs
   */
  public static void check(Dependency dependency, UnrenderedAci found, String dependent) {
    if (dependency.imageId().isPresent()) {
      ImageId wanted = dependency.imageId().get();
      if (!wanted.equals(found.imageId())) {
        throw refused(
            dependency,
            dependent,
            "its image ID is %s; it was changed or replaced".formatted(found.imageId()));
      }
    } else {
      checkName(new AciName(dependency.imageName(), dependency.labels()), found, dependent);
    }
    if (dependency.size() != 0
        && dependency.size() != found.fileSize()
        && dependency.size() != found.archiveSize()) {
      throw refused(
          dependency,
          dependent,
          "it must have %,d bytes, but has %,d (%,d uncompressed)"
              .formatted(dependency.size(), found.fileSize(), found.archiveSize()));
    }
  }

  /** Returns whether an image has a name and all of some labels; it may have more labels. */
  public static boolean hasName(ImageManifest manifest, AciName wanted) {
    return manifest.name().equals(wanted.name())
        && manifest.labels().values().entrySet().containsAll(wanted.labels().values().entrySet());
  }

  private static void checkName(AciName wanted, UnrenderedAci found, String dependent) {
    ImageManifest manifest = found.manifest();
    if (!manifest.name().equals(wanted.name())) {
      throw new BaciException(
          "the image found for %s, which %s depends on, is called %s"
              .formatted(wanted, dependent, manifest.name()));
    }
    for (Map.Entry<AcIdentifier, String> label : wanted.labels().values().entrySet()) {
      String value = manifest.labels().values().get(label.getKey());
      if (!label.getValue().equals(value)) {
        throw new BaciException(
            "the image found for %s, which %s depends on, has %s"
                .formatted(
                    wanted,
                    dependent,
                    value == null
                        ? "no label '%s'".formatted(label.getKey())
                        : "the label %s=%s".formatted(label.getKey(), value)));
      }
    }
  }

  private static BaciException refused(Dependency dependency, String dependent, String reason) {
    return new BaciException(
        "%s, which %s depends on, is not what was found: %s"
            .formatted(dependency, dependent, reason));
  }
}
