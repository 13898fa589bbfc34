package io.github.baci.api;

import java.nio.file.Path;

/**
 * The image that holds the builder.
 *
 * @param file the ACI
 * @param size its size in bytes
 * @param imageId its image ID
 */
public record BuilderResult(Path file, long size, ImageId imageId) {}
