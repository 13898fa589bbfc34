package io.github.baci.oci;

import io.github.baci.api.BaciException;
import java.util.Optional;

/**
 * A manifest is of something else than a container image: of an artifact, as signatures, charts and
 * attestations are, which may stand beside images in one index.
 */
public final class NotAnImage extends BaciException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param origin what the manifest is, for messages
   * @param type what it says that it is of
   */
  NotAnImage(String origin, Optional<String> type) {
    super(
        "%s is no container image but an artifact%s; FROM needs an image"
            .formatted(origin, type.map(name -> " of type '" + name + "'").orElse("")));
  }
}
