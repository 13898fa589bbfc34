package io.github.baci.inspect;

import io.github.baci.layer.FileTree;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.TreeNode;
import java.util.IdentityHashMap;
import java.util.Optional;

/** Tells which names of a tree are further names of a file. */
@FunctionalInterface
interface HardLinks {
  /** Takes the names for further names that are hard links in their layers. */
  HardLinks DECLARED =
      (path, node) ->
          node.declared()
              .filter(LayerEntry.HardLink.class::isInstance)
              .map(entry -> ((LayerEntry.HardLink) entry).target());

  /** Returns the first name of the file, if this is another one. */
  Optional<String> firstName(String path, TreeNode node);

  /**
   * Takes the first name in the order of the tree for the file and the others for its further
   * names, so that it does not matter how the layers were made.
   */
  static HardLinks of(FileTree tree) {
    IdentityHashMap<TreeNode.Identity, String> first = new IdentityHashMap<>();
    tree.walk(
        (path, node) -> {
          if (!node.isDirectory()) {
            first.putIfAbsent(node.identity(), path);
          }
        });
    return (path, node) ->
        Optional.ofNullable(first.get(node.identity())).filter(name -> !name.equals(path));
  }
}
