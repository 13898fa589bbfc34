package io.github.baci.aci;

import io.github.baci.image.Image;
import io.github.baci.image.Platform;
import io.github.baci.layer.Layer;
import java.util.List;

/**
 * An ACI that was read.
 *
 * @param manifest its manifest
 * @param layers its files, after those of its dependencies
 * @param imageId its image ID
 */
public record AciImage(ImageManifest manifest, List<Layer> layers, ImageId imageId) {
  /** Copies the list. */
  public AciImage {
    layers = List.copyOf(layers);
  }

  /**
   * Returns it as an image that others can be built from.
   *
   * @param platform what it runs on, if its labels do not say
   */
  public Image toImage(Platform platform) {
    return new Image(
        manifest.labels().platform().orElse(platform),
        ManifestConfig.fromManifest(manifest),
        layers,
        InheritedSettings.origin(manifest));
  }
}
