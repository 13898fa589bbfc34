package io.github.baci.aci.archive;

import io.github.baci.aci.manifest.ImageManifest;
import io.github.baci.api.ImageId;
import io.github.baci.layer.Layer;

/**
 * An ACI by itself: its own files, without those of its dependencies and before its path whitelist
 * is applied.
 *
 * @param manifest its manifest
 * @param files its own files
 * @param imageId its image ID
 * @param fileSize the size in bytes of the file that it was read from
 * @param archiveSize the size in bytes of the uncompressed archive
 */
public record UnrenderedAci(
    ImageManifest manifest, Layer files, ImageId imageId, long fileSize, long archiveSize) {

  /** Returns whether its own files are not all there is to it. */
  public boolean needsRendering() {
    return !manifest.dependencies().isEmpty() || !manifest.pathWhitelist().isEmpty();
  }
}
