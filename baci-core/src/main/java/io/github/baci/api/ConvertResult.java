package io.github.baci.api;

import java.nio.file.Path;

/**
 * An image that was converted.
 *
 * @param file the new image
 * @param size its size in bytes
 * @param id by what it is known: the image ID of an ACI, {@code sha512-…}; the digest of the
 *     manifest of an OCI archive, that of the config of a docker archive, {@code sha256:…}
 */
public record ConvertResult(Path file, long size, String id) {}
