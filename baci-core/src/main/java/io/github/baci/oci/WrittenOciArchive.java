package io.github.baci.oci;

import io.github.baci.api.Digest;
import java.nio.file.Path;

/**
 * An OCI archive that was written.
 *
 * @param file where it is
 * @param size its size in bytes
 * @param manifest the digest of the image's manifest, by which registries know the image
 * @param config the digest of the image's config, by which Docker and podman know it
 */
public record WrittenOciArchive(Path file, long size, Digest manifest, Digest config) {}
