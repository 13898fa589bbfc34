package io.github.baci.aci.manifest;

import io.github.baci.api.ImageId;
import io.github.baci.api.Platform;
import io.github.baci.image.AciIdentity;
import io.github.baci.image.Image;
import io.github.baci.image.ImageOrigin;
import io.github.baci.layer.Layer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An ACI that was read.
 *
 * @param manifest its manifest
 * @param layers its files, after those of its dependencies
 * @param imageId its image ID
 * @param fileSize the size in bytes of the file that it was read from, 0 if it is not known
 */
public record AciImage(ImageManifest manifest, List<Layer> layers, ImageId imageId, long fileSize) {
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
        ImageOrigin.ofAnnotations(InheritedSettings.origin(manifest)),
        Map.of(),
        Optional.of(identity()));
  }

  private AciIdentity identity() {
    Map<String, String> labels = new TreeMap<>();
    manifest.labels().values().forEach((label, value) -> labels.put(label.value(), value));
    return new AciIdentity(manifest.name().value(), labels, imageId.toString(), fileSize);
  }
}
