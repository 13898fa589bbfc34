package io.github.baci.aci;

import java.nio.file.Path;

/**
 * An ACI that was written.
 *
 * @param file where it is
 * @param size its size in bytes
 * @param imageId the image ID
 * @param manifest the manifest in it
 */
public record AciFile(Path file, long size, ImageId imageId, ImageManifest manifest) {}
