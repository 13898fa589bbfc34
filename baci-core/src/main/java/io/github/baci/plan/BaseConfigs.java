package io.github.baci.plan;

import io.github.baci.api.Platform;
import io.github.baci.image.ImageConfig;
import java.util.Optional;

/** Knows the configs of images. */
@FunctionalInterface
public interface BaseConfigs {

  /**
   * Returns the config of a stage's base.
   *
   * @param base a {@link StageInput.Image} or {@link StageInput.Named}; for a directory the config
   *     is {@link ImageConfig#EMPTY}
   * @throws io.github.baci.api.BaciException if there is no such image
   */
  ImageConfig configOf(StageInput base) throws InterruptedException;

  /** Returns what an image runs on, for the check of the platform, if it is known. */
  default Optional<Platform> platformOf(StageInput base) throws InterruptedException {
    return Optional.empty();
  }
}
