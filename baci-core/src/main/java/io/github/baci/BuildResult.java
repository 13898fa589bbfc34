package io.github.baci;

import io.github.baci.image.Image;
import io.github.baci.store.Digest;
import java.nio.file.Path;

/**
 * What came out of a build.
 *
 * @param file the ACI
 * @param size its size in bytes
 * @param imageId the App Container image ID: the SHA-512 digest of the uncompressed archive
 * @param image the image that the ACI holds
 * @param upToDate whether the file was there already and nothing was written
 */
public record BuildResult(Path file, long size, Digest imageId, Image image, boolean upToDate) {}
