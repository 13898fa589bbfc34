package io.github.baci.container.rkt;

import java.nio.file.Path;

/**
 * The image that holds the builder.
 *
 * @param file the ACI
 * @param imageId its image ID
 * @param name its name, without labels
 */
public record BuilderAci(Path file, String imageId, String name) {
  /** Makes the image, if it is not there yet. */
  public interface Maker {
    /**
     * Returns the image.
     *
     * @throws io.github.baci.api.BaciException if it cannot be made on this machine; says why
     */
    BuilderAci get() throws InterruptedException;
  }
}
