package io.github.baci.inspect;

import io.github.baci.layer.FileTree;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.TreeNode;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * What a tree holds in all.
 *
 * @param files how many regular files, each counted once
 * @param directories how many directories, the root among them
 * @param others how many links, devices, pipes, and further names of files
 * @param bytes the length of all files together
 */
public record TreeTotals(long files, long directories, long others, long bytes) {

  static TreeTotals of(FileTree tree) {
    Count count = new Count();
    tree.walk((path, node) -> count.add(node));
    return new TreeTotals(count.files, count.directories, count.others, count.bytes);
  }

  private static final class Count {
    private final Set<TreeNode.Identity> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private long files;
    private long directories;
    private long others;
    private long bytes;

    void add(TreeNode node) {
      if (node.isDirectory()) {
        directories++;
      } else if (node.entry() instanceof LayerEntry.RegularFile file && seen.add(node.identity())) {
        files++;
        bytes += file.size();
      } else {
        others++;
      }
    }
  }
}
