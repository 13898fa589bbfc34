package io.github.baci.oci;

import io.github.baci.api.Digest;
import io.github.baci.api.Platform;
import io.github.baci.image.Image;
import io.github.baci.image.ImageConfig;
import io.github.baci.layer.Layer;
import java.util.List;

/**
 * An image configuration: the JSON document that OCI and Docker images keep beside their layers
 * (OCI image specification, "Image Configuration", with Docker's extensions). Read by {@link
 * OciConfigReader}, written by {@link OciConfigWriter}.
 *
 * @param platform what the image runs on
 * @param config how it is run
 * @param diffIds the digests of the uncompressed layers, the lowest first
 */
public record OciConfig(Platform platform, ImageConfig config, List<Digest> diffIds) {
  /** Copies the list. */
  public OciConfig {
    diffIds = List.copyOf(diffIds);
  }

  /** Returns the config of an image, with time and history that agree with its layers. */
  static OciConfig of(Image image) {
    ImageConfig config =
        ImageHistory.of(image.config(), image.layers().size()).toBuilder()
            .created(ImageHistory.created(image.config()))
            .build();
    return new OciConfig(
        image.platform(), config, image.layers().stream().map(Layer::diffId).toList());
  }
}
