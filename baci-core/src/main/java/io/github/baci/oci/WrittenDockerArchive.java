package io.github.baci.oci;

import io.github.baci.api.Digest;
import java.nio.file.Path;

/**
 * A docker archive that was written.
 *
 * @param file where it is
 * @param size its size in bytes
 * @param config the digest of the image's config, by which Docker and podman know the image
 */
public record WrittenDockerArchive(Path file, long size, Digest config) {}
