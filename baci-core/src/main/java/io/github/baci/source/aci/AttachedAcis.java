package io.github.baci.source.aci;

import java.nio.file.Path;
import java.util.Optional;

/** ACIs that were put beside another one when it was built, for it to depend on. */
@FunctionalInterface
public interface AttachedAcis {
  /** None but those in the directory of the image. */
  AttachedAcis NONE = qualifier -> Optional.empty();

  /**
   * Finds one of them.
   *
   * @param qualifier what its name has beside that of the image, see {@link
   *     io.github.baci.aci.manifest.BaseAci}
   */
  Optional<Path> find(String qualifier) throws InterruptedException;
}
