package io.github.baci.image;

import io.github.baci.api.Digest;
import io.github.baci.api.Platform;
import io.github.baci.layer.Layer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An image.
 *
 * @param platform what it runs on
 * @param config how it is run
 * @param layers its layers, the lowest first
 * @param origin where it came from; nothing for an image that was made here
 * @param blobs the compressed forms that its layers came in, by diff ID; layers that came
 *     uncompressed, or were made here, have none
 * @param aci the App Container Image that it was read from, if it was one
 */
public record Image(
    Platform platform,
    ImageConfig config,
    List<Layer> layers,
    ImageOrigin origin,
    Map<Digest, PulledBlob> blobs,
    Optional<AciIdentity> aci) {
  /** Copies list and maps. */
  public Image {
    layers = List.copyOf(layers);
    blobs = Map.copyOf(blobs);
  }

  /** Makes an image that was not read from an App Container Image. */
  public Image(
      Platform platform,
      ImageConfig config,
      List<Layer> layers,
      ImageOrigin origin,
      Map<Digest, PulledBlob> blobs) {
    this(platform, config, layers, origin, blobs, Optional.empty());
  }

  /** Makes an image whose layers have no compressed form. */
  public Image(Platform platform, ImageConfig config, List<Layer> layers, ImageOrigin origin) {
    this(platform, config, layers, origin, Map.of());
  }
}
