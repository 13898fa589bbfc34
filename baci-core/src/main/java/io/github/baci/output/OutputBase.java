package io.github.baci.output;

import io.github.baci.image.Image;
import java.util.Optional;

/** The image that another was built on. */
public interface OutputBase {
  /** There is none, or it does not count. */
  OutputBase NONE =
      new OutputBase() {
        @Override
        public Optional<Image> load() {
          return Optional.empty();
        }

        @Override
        public void bringBlobs() {}
      };

  /** Waits for the image, if there is one. */
  Optional<Image> load() throws InterruptedException;

  /**
   * Brings the compressed forms of its layers into the store, as far as they can be had.
   *
   * @throws io.github.baci.api.BaciException if they cannot
   */
  void bringBlobs() throws InterruptedException;
}
