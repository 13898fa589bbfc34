package io.github.baci.image;

import io.github.baci.api.Digest;
import io.github.baci.api.Platform;
import io.github.baci.layer.Layer;
import java.util.List;

/**
 * What is known of an image before its layers are there.
 *
 * @param platform what it runs on
 * @param config how it is run
 * @param diffIds the diff IDs of its layers, the lowest first
 * @param origin where it comes from
 */
public record ImageDescription(
    Platform platform, ImageConfig config, List<Digest> diffIds, ImageOrigin origin) {
  /** Copies the list. */
  public ImageDescription {
    diffIds = List.copyOf(diffIds);
  }

  /** Describes an image. */
  public static ImageDescription of(Image image) {
    return new ImageDescription(
        image.platform(),
        image.config(),
        image.layers().stream().map(Layer::diffId).toList(),
        image.origin());
  }
}
