package io.github.baci.build;

import io.github.baci.api.BuildResult;
import io.github.baci.image.Image;

/**
 * A build that has succeeded.
 *
 * @param image the image that was built
 * @param result what was written of it
 */
public record CompletedBuild(Image image, BuildResult result) {}
