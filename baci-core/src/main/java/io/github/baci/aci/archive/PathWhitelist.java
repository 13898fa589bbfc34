package io.github.baci.aci.archive;

import io.github.baci.layer.FileTree;
import io.github.baci.layer.LayerPath;
import io.github.baci.layer.TreeNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The only paths of a rendered image. The specification wants every path listed, directories too;
 * where directories on the way to a listed path are not, they stay nevertheless. What is in a
 * listed directory stays only if it is listed itself.
 */
final class PathWhitelist {
  private final Set<String> kept = new HashSet<>();

  PathWhitelist(Collection<String> paths) {
    for (String path : paths) {
      for (String each = LayerPath.clean(path);
          kept.add(each) && !each.isEmpty();
          each = LayerPath.parent(each)) {
        // The directories on the way, as far as they are not there yet.
      }
    }
  }

  /** Returns the paths of a tree that are not kept; none below another one. */
  List<String> hidden(FileTree tree) {
    List<String> hidden = new ArrayList<>();
    collect("", tree.root(), hidden);
    return hidden;
  }

  private void collect(String path, TreeNode node, List<String> hidden) {
    if (!path.isEmpty() && !kept.contains(path)) {
      hidden.add(path);
      return;
    }
    for (TreeNode child : node.children()) {
      collect(LayerPath.child(path, child.name()), child, hidden);
    }
  }
}
