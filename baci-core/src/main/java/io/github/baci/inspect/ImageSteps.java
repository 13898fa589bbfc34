package io.github.baci.inspect;

import io.github.baci.image.Image;
import io.github.baci.image.ImageConfig;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.Layer;
import io.github.baci.layer.OpenLayerTars;
import io.github.baci.oci.ImageHistory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds out what each step of an image's making did, from its history and its layers. */
final class ImageSteps {
  private ImageSteps() {}

  static List<ImageStep> of(Image image, OpenLayerTars content) throws IOException {
    List<ImageStep> steps = new ArrayList<>();
    FileTree tree = FileTree.EMPTY;
    int next = 0;
    int layers = image.layers().size();
    // The first call drops a history of too many layers, the second gives each layer a line again.
    ImageConfig config = ImageHistory.of(ImageHistory.of(image.config(), layers), layers);
    for (ImageConfig.History line : config.history()) {
      if (line.emptyLayer()) {
        steps.add(new ImageStep(line, Optional.empty(), new TreeDifference(List.of())));
        continue;
      }
      Layer layer = image.layers().get(next++);
      FileTree after = tree.with(layer);
      steps.add(
          new ImageStep(line, Optional.of(layer), TreeDifference.ofLayer(tree, after, content)));
      tree = after;
    }
    return steps;
  }
}
