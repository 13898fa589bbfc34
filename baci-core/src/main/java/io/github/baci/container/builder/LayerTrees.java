package io.github.baci.container.builder;

import io.github.baci.api.Digest;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.Layer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The file trees of lists of layers. The last ones are kept: one run after the other begins with
 * the layers of the one before, and trees share what they have in common.
 */
final class LayerTrees {
  private static final int MOST_KEPT = 8;

  private final Function<Digest, Layer> layers;
  private final Map<List<Digest>, FileTree> kept = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * Takes where layers are found.
   *
   * @param layers refuses layers that are missing
   */
  LayerTrees(Function<Digest, Layer> layers) {
    this.layers = layers;
  }

  /** Returns the tree of layers, the lowest first. */
  synchronized FileTree of(List<Digest> diffIds) {
    if (diffIds.isEmpty()) {
      return FileTree.EMPTY;
    }
    int known = diffIds.size();
    FileTree tree = kept.get(diffIds);
    while (tree == null) {
      known--;
      tree = known == 0 ? FileTree.EMPTY : kept.get(diffIds.subList(0, known));
    }
    for (Digest diffId : diffIds.subList(known, diffIds.size())) {
      tree = tree.with(layers.apply(diffId));
    }
    kept.put(List.copyOf(diffIds), tree);
    if (kept.size() > MOST_KEPT) {
      kept.remove(kept.keySet().iterator().next());
    }
    return tree;
  }
}
