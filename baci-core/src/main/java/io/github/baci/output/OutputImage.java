package io.github.baci.output;

import io.github.baci.aci.manifest.ImageManifest;
import io.github.baci.image.Image;
import io.github.baci.layer.LayerStack;
import java.util.Optional;

/**
 * An image that is to be written.
 *
 * @param stack its layers
 * @param base the image that it was built on
 * @param manifest what it says of itself as an ACI, if that is known and stays as it is
 */
public record OutputImage(
    Image image, LayerStack stack, OutputBase base, Optional<ImageManifest> manifest) {}
