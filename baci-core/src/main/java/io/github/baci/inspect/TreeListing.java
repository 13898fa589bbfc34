package io.github.baci.inspect;

import io.github.baci.api.BaciException;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.LayerPath;
import io.github.baci.layer.Resolution;
import io.github.baci.layer.TreeNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Files of an image.
 *
 * @param path the absolute path that was asked for; empty for the top level alone
 * @param files what is there: a directory before what is in it, names in the order of their bytes
 */
public record TreeListing(Optional<String> path, List<ListedFile> files) {
  /** Copies the list. */
  public TreeListing {
    files = List.copyOf(files);
  }

  /**
   * Lists a tree.
   *
   * @param path a path in the image, to list it and all below it; links are followed. Without one
   *     the directories of the top level are listed, and nothing below them
   * @throws BaciException if there is no such path
   */
  static TreeListing of(FileTree tree, Optional<String> path, HardLinks links) {
    Listing listing = new Listing(links);
    if (path.isEmpty()) {
      for (TreeNode child : tree.root().children()) {
        listing.add(child.name(), child, 0);
      }
      return new TreeListing(path, listing.files);
    }
    Resolution found = tree.resolve(path.get(), true);
    TreeNode node =
        found
            .node()
            .orElseThrow(() -> new BaciException("the image has no '/%s'".formatted(found.path())));
    listing.add(found.path(), node, Integer.MAX_VALUE);
    return new TreeListing(Optional.of("/" + found.path()), listing.files);
  }

  private static final class Listing {
    private final HardLinks links;
    private final List<ListedFile> files = new ArrayList<>();
    private final Set<TreeNode.Identity> counted =
        Collections.newSetFromMap(new IdentityHashMap<>());

    Listing(HardLinks links) {
      this.links = links;
    }

    /** Adds a node, and what is below it down to a depth; returns the size of all below it. */
    long add(String path, TreeNode node, int depth) {
      ListedFile file = ListedFile.of(path, node, links.firstName(path, node));
      if (!node.isDirectory()) {
        if (depth >= 0) {
          files.add(file);
        }
        return counted.add(node.identity()) ? file.size() : 0;
      }
      int place = files.size();
      if (depth >= 0) {
        files.add(file);
      }
      long size = 0;
      for (TreeNode child : node.children()) {
        size += add(LayerPath.child(path, child.name()), child, depth - 1);
      }
      if (depth >= 0) {
        files.set(place, new ListedFile(file.path(), file.entry(), size, file.hardLink()));
      }
      return size;
    }
  }
}
