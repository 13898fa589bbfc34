package io.github.baci.inspect;

import io.github.baci.image.ImageConfig;
import io.github.baci.layer.Layer;
import java.util.Optional;

/**
 * One step of an image's making.
 *
 * @param history the line of history; one that says nothing, where the image has none for a layer
 * @param layer the layer that it made, if any
 * @param changes what the layer did to the files
 */
public record ImageStep(
    ImageConfig.History history, Optional<Layer> layer, TreeDifference changes) {}
