package io.github.baci.layer;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file or directory of a {@link FileTree}. Immutable. A node does not know its path: that of its
 * entry may be another one, where it lies below a link or is a hard link.
 */
public final class TreeNode {
  static final TreeNode[] NO_CHILDREN = {};

  private final String name;
  private final LayerEntry.Content entry;
  private final Optional<LayerEntry.Content> declared;
  private final @Nullable Layer layer;
  private final Identity identity;
  private final TreeNode[] children;

  /** What the hard links of one file have in common, and no other file. Compared by reference. */
  public static final class Identity {
    Identity() {}
  }

  TreeNode(
      String name,
      LayerEntry.Content entry,
      Optional<LayerEntry.Content> declared,
      @Nullable Layer layer,
      Identity identity,
      TreeNode[] children) {
    this.name = name;
    this.entry = entry;
    this.declared = declared;
    this.layer = layer;
    this.identity = identity;
    this.children = children;
  }

  /** Returns the name in its directory; empty for the root. */
  public String name() {
    return name;
  }

  /**
   * Returns what is here: never a hard link, but the entry of the file that it is a name for, whose
   * attributes count for all its names.
   */
  public LayerEntry.Content entry() {
    return entry;
  }

  /** Returns mode, owner, time and extended attributes. */
  public Attributes attributes() {
    return entry.attributes();
  }

  /**
   * Returns the entry that put this node here, as it stands in its layer: for a hard link a {@link
   * LayerEntry.HardLink}. Empty for a directory that no layer has an entry for, but files below.
   */
  public Optional<LayerEntry.Content> declared() {
    return declared;
  }

  /**
   * Returns the layer that {@link #entry()} is from, whose tar holds the bytes of a regular file.
   *
   * @throws IllegalStateException for a root that no layer has an entry for
   */
  public Layer layer() {
    if (layer == null) {
      throw new IllegalStateException("the root directory is in no layer");
    }
    return layer;
  }

  /** Returns what this node shares with all other names of the same file. */
  public Identity identity() {
    return identity;
  }

  /** Returns whether this is a directory. */
  public boolean isDirectory() {
    return entry instanceof LayerEntry.Directory;
  }

  /** Returns the nodes in this directory in the order of the bytes of their names. */
  public List<TreeNode> children() {
    return Collections.unmodifiableList(Arrays.asList(children));
  }

  /** Returns a node in this directory. */
  public Optional<TreeNode> child(String childName) {
    return Optional.ofNullable(childOrNull(childName));
  }

  @Nullable TreeNode childOrNull(String childName) {
    return find(children, childName);
  }

  /** Searches sorted nodes for a name; returns null if it is not there. */
  static @Nullable TreeNode find(TreeNode[] sorted, String name) {
    int low = 0;
    int high = sorted.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = NameOrder.BYTES.compare(sorted[middle].name, name);
      if (order == 0) {
        return sorted[middle];
      } else if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return null;
  }

  TreeNode[] childArray() {
    return children;
  }

  @Nullable Layer layerOrNull() {
    return layer;
  }

  @Override
  public String toString() {
    return entry.toString();
  }
}
