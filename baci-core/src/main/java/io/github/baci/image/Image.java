package io.github.baci.image;

import io.github.baci.layer.Layer;
import java.util.List;
import java.util.Map;

/**
 * An image.
 *
 * @param platform what it runs on
 * @param config how it is run
 * @param layers its layers, the lowest first
 * @param origin where it came from, as annotations of the App Container Image know it ({@code
 *     appc.io/docker/originalname}, {@code appc.io/docker/registryurl}, …); empty for an image that
 *     was made here
 */
public record Image(
    Platform platform, ImageConfig config, List<Layer> layers, Map<String, String> origin) {
  /** Copies list and map. */
  public Image {
    layers = List.copyOf(layers);
    origin = Map.copyOf(origin);
  }
}
