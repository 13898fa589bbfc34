package io.github.baci.container.builder;

import io.github.baci.api.Digest;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.Mtime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Copies of images on disk. What a run leaves behind is what the next one begins with, so that a
 * stage is copied once and not once for each of its RUNs.
 */
final class CopiedTrees {
  private static final int MOST_KEPT = 4;

  private final WorkerSpace space;
  private final LayerTrees trees;
  private final FileTraits traits;
  private final Workers workers;
  private final Deque<Kept> kept = new ArrayDeque<>(); // the last used first

  /** A copy that nobody uses. */
  private record Kept(List<Digest> layers, CopiedTree tree) {}

  CopiedTrees(WorkerSpace space, LayerTrees trees, FileTraits traits, Workers workers) {
    this.space = space;
    this.trees = trees;
    this.traits = traits;
    this.workers = workers;
  }

  /**
   * Returns a copy of layers that nobody else uses: one that was left behind by a run on the lowest
   * of them, with what is missing, or a new one.
   *
   * @param layers the lowest first
   */
  CopiedTree take(List<Digest> layers) throws IOException {
    FileTree wanted = trees.of(layers);
    Optional<CopiedTree> left = leftBehind(layers);
    CopiedTree tree = left.isPresent() ? left.get() : empty();
    try {
      tree.become(wanted);
    } catch (IOException | RuntimeException e) {
      discard(tree);
      throw e;
    }
    return tree;
  }

  private synchronized Optional<CopiedTree> leftBehind(List<Digest> layers) {
    Optional<Kept> best = Optional.empty();
    for (Kept candidate : kept) {
      int length = candidate.layers().size();
      boolean isBelow =
          length <= layers.size() && layers.subList(0, length).equals(candidate.layers());
      if (isBelow && (best.isEmpty() || length > best.get().layers().size())) {
        best = Optional.of(candidate);
      }
    }
    best.ifPresent(kept::remove);
    return best.map(Kept::tree);
  }

  private CopiedTree empty() throws IOException {
    Path directory = space.newDiskDirectory();
    return new CopiedTree(Files.createDirectory(directory.resolve("fs")), traits, workers);
  }

  /**
   * Keeps a copy for the next run.
   *
   * @param layers what it was taken for
   * @param added the layer of its changes
   */
  void keep(
      CopiedTree tree, List<Digest> layers, Digest added, Snapshot changes, Optional<Mtime> latest)
      throws IOException {
    List<Digest> chain = new ArrayList<>(layers);
    chain.add(added);
    tree.advance(trees.of(chain), changes, latest);
    synchronized (this) {
      kept.addFirst(new Kept(List.copyOf(chain), tree));
      while (kept.size() > MOST_KEPT) {
        discard(kept.removeLast().tree());
      }
    }
  }

  /** Deletes a copy. */
  void discard(CopiedTree tree) {
    space.deleteSoon(
        Objects.requireNonNull(
            tree.directory().getParent(), "a copy is in a directory of its own"));
  }

  /** Deletes all copies that nobody uses. */
  synchronized void discardAll() {
    for (Iterator<Kept> all = kept.iterator(); all.hasNext(); all.remove()) {
      discard(all.next().tree());
    }
  }
}
