package io.github.baci.layer;

import io.github.baci.api.Digest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The layers of an image or of a stage so far, the lowest first. Only the diff IDs are known at
 * first: indexes are read, and the file tree is merged, when a step asks for them, so that a build
 * in which nothing changed reads none. Immutable but for what it remembers; safe for several
 * threads.
 */
public final class LayerStack {
  private final LayerStore store;
  private final @Nullable LayerStack below;
  private final List<Digest> diffIds;
  private volatile @Nullable FileTree tree;

  private LayerStack(LayerStore store, @Nullable LayerStack below, List<Digest> diffIds) {
    this.store = store;
    this.below = below;
    this.diffIds = List.copyOf(diffIds);
  }

  /** A stack without layers. */
  public static LayerStack empty(LayerStore store) {
    return new LayerStack(store, null, List.of());
  }

  /** Returns this stack with one more layer on top. */
  public LayerStack push(Digest layer) {
    List<Digest> all = new ArrayList<>(diffIds);
    all.add(layer);
    return new LayerStack(store, this, all);
  }

  /** Returns this stack with more layers on top, the lowest first. */
  public LayerStack pushAll(List<Layer> layers) {
    LayerStack stack = this;
    for (Layer layer : layers) {
      stack = stack.push(layer.diffId());
    }
    return stack;
  }

  /**
   * Returns the stack of the lowest layers.
   *
   * @param count how many; no more than there are
   */
  public LayerStack lowest(int count) {
    LayerStack stack = this;
    while (stack.below != null && stack.diffIds.size() > count) {
      stack = stack.below;
    }
    return stack;
  }

  /** Returns the diff IDs, the lowest first. */
  public List<Digest> diffIds() {
    return diffIds;
  }

  /** Returns the layers with their indexes. */
  public List<Layer> layers() {
    return diffIds.stream().map(this::load).toList();
  }

  /** Returns the merged file tree. */
  public FileTree tree() {
    Deque<LayerStack> missing = new ArrayDeque<>();
    FileTree merged = FileTree.EMPTY;
    for (LayerStack stack = this; stack.below != null; stack = stack.below) {
      FileTree known = stack.tree;
      if (known != null) {
        merged = known;
        break;
      }
      missing.push(stack);
    }
    for (LayerStack stack : missing) {
      merged = stack.over(merged);
    }
    return merged;
  }

  /**
   * Puts the highest layer on the tree of those below, unless another thread has or is about to.
   */
  private synchronized FileTree over(FileTree merged) {
    FileTree known = tree;
    if (known == null) {
      known = merged.with(load(diffIds.get(diffIds.size() - 1)));
      tree = known;
    }
    return known;
  }

  private Layer load(Digest layer) {
    return store.require(layer);
  }
}
