package io.github.baci.inspect;

import io.github.baci.inspect.FileChange.Kind;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.OpenLayerTars;
import java.io.IOException;
import java.util.List;

/**
 * How two file trees differ.
 *
 * @param changes the paths that differ: a directory before what is in it, names in the order of
 *     their bytes
 */
public record TreeDifference(List<FileChange> changes) {
  /** Copies the list. */
  public TreeDifference {
    changes = List.copyOf(changes);
  }

  /**
   * Compares two trees whose layers are in the store. How the files are spread over layers makes no
   * difference.
   *
   * @param content reads the bytes of files whose attributes do not tell whether they are equal
   */
  public static TreeDifference between(FileTree before, FileTree after, OpenLayerTars content)
      throws IOException {
    return new TreeComparison(HardLinks.of(before), HardLinks.of(after), content)
        .compare(before, after);
  }

  /**
   * Compares a tree with what a layer made of it. What the layer left alone costs nothing: both
   * trees share it.
   */
  static TreeDifference ofLayer(FileTree before, FileTree after, OpenLayerTars content)
      throws IOException {
    return new TreeComparison(HardLinks.DECLARED, HardLinks.DECLARED, content)
        .compare(before, after);
  }

  /** Returns the changes at an absolute path and below it. */
  TreeDifference at(String path) {
    String directory = path.endsWith("/") ? path : path + "/";
    return new TreeDifference(
        changes.stream()
            .filter(change -> change.path().equals(path) || change.path().startsWith(directory))
            .toList());
  }

  /** Returns how many changes of a kind there are. */
  public long count(Kind kind) {
    return changes.stream().filter(change -> change.kind() == kind).count();
  }
}
