package io.github.baci.build;

import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerStack;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The layers of images that stages begin with or take files from. Where several do so with one
 * image, it is one stack, whose file tree is merged once. Safe for several threads.
 */
final class BaseStacks {
  private final LayerStack empty;
  private final Map<List<Layer>, LayerStack> stacks = new ConcurrentHashMap<>();

  BaseStacks(LayerStack empty) {
    this.empty = empty;
  }

  /** Returns the stack of an image's layers, the lowest first; the same one for the same layers. */
  LayerStack of(List<Layer> layers) {
    return stacks.computeIfAbsent(List.copyOf(layers), empty::pushAll);
  }
}
