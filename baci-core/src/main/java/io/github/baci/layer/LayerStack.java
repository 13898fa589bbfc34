package io.github.baci.layer;

import io.github.baci.api.Digest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The layers of an image or of a stage so far, the lowest first. Only the diff IDs are known at
 * first: indexes are read, and the file tree is merged, when a step asks for them, so that a build
 * in which nothing changed reads none. Immutable but for what it remembers; safe for several
 * threads.
 */
public final class LayerStack {
  private final LayerStore store;
  private final LayerStack below;
  private final Digest diffId;
  private final List<Digest> diffIds;
  private FileTree tree;

  private LayerStack(LayerStore store, LayerStack below, Digest diffId) {
    this.store = store;
    this.below = below;
    this.diffId = diffId;
    if (below == null) {
      diffIds = List.of();
      tree = FileTree.EMPTY;
    } else {
      List<Digest> all = new ArrayList<>(below.diffIds);
      all.add(diffId);
      diffIds = List.copyOf(all);
    }
  }

  /** A stack without layers. */
  public static LayerStack empty(LayerStore store) {
    return new LayerStack(store, null, null);
  }

  /** Returns this stack with one more layer on top. */
  public LayerStack push(Digest layer) {
    return new LayerStack(store, this, layer);
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
    while (stack.diffIds.size() > count) {
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
    FileTree merged = null;
    for (LayerStack stack = this; merged == null; stack = stack.below) {
      merged = stack.known().orElse(null);
      if (merged == null) {
        missing.push(stack);
      }
    }
    for (LayerStack stack : missing) {
      merged = stack.remember(merged.with(load(stack.diffId)));
    }
    return merged;
  }

  private synchronized Optional<FileTree> known() {
    return Optional.ofNullable(tree);
  }

  private synchronized FileTree remember(FileTree merged) {
    tree = merged;
    return merged;
  }

  private Layer load(Digest layer) {
    return store.require(layer);
  }
}
