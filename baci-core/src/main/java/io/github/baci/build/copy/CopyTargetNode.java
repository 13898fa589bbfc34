package io.github.baci.build.copy;

import io.github.baci.layer.Attributes;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.Mtime;
import io.github.baci.layer.TreeNode;
import java.io.IOException;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A node of a {@link CopyTarget}: one of the tree below, or one that the new layer puts there. */
final class CopyTargetNode {
  /** What makes the entry of a node, once its path is known. */
  @FunctionalInterface
  interface Content {
    void write(LayerOutput output, String path, Attributes attributes) throws IOException;
  }

  private static final Content DIRECTORY =
      (output, path, attributes) -> output.writer().add(new LayerEntry.Directory(path, attributes));

  private final @Nullable TreeNode below;
  private Attributes attributes;
  private @Nullable Content content;
  private boolean directory;
  private boolean opaque;
  private @Nullable String linkTarget;
  private @Nullable Object identity;
  private final SortedMap<String, CopyTargetNode> drafts = new TreeMap<>();

  /** Begins with a node of the tree below. */
  CopyTargetNode(TreeNode below) {
    this.below = below;
    this.attributes = below.attributes();
    this.directory = below.isDirectory();
    this.linkTarget = below.entry() instanceof LayerEntry.Symlink link ? link.target() : null;
  }

  private CopyTargetNode(Attributes attributes) {
    this.below = null;
    this.attributes = attributes;
  }

  static CopyTargetNode newDirectory(Attributes attributes) {
    CopyTargetNode node = new CopyTargetNode(attributes);
    node.directory = true;
    node.content = DIRECTORY;
    return node;
  }

  static CopyTargetNode newSymlink(Attributes attributes, String target) {
    CopyTargetNode node = new CopyTargetNode(attributes);
    node.linkTarget = target;
    node.content =
        (output, path, own) -> output.writer().add(new LayerEntry.Symlink(path, own, target));
    return node;
  }

  /**
   * Makes anything but a directory or symbolic link.
   *
   * @param identity what all names of the file share, or null if it has but one
   */
  static CopyTargetNode newFile(Attributes attributes, @Nullable Object identity, Content content) {
    CopyTargetNode node = new CopyTargetNode(attributes);
    node.identity = identity;
    node.content = content;
    return node;
  }

  boolean isDirectory() {
    return directory;
  }

  /** Returns null if it is no symbolic link. */
  @Nullable String linkTarget() {
    return linkTarget;
  }

  /** Returns what all names of the file share, or null if it has but one. */
  @Nullable Object identity() {
    return identity;
  }

  Attributes attributes() {
    return attributes;
  }

  /** Returns whether the layer has an entry for it. */
  boolean changed() {
    return content != null;
  }

  boolean opaque() {
    return opaque;
  }

  SortedMap<String, CopyTargetNode> drafts() {
    return drafts;
  }

  /** Returns null if there is no such child. */
  @Nullable CopyTargetNode child(String name) {
    CopyTargetNode draft = drafts.get(name);
    if (draft == null && directory && below != null) {
      TreeNode node = below.child(name).orElse(null);
      if (node != null) {
        draft = new CopyTargetNode(node);
        drafts.put(name, draft);
      }
    }
    return draft;
  }

  /** Puts a node here, in place of any of that name with all that is below it. */
  CopyTargetNode put(String name, CopyTargetNode node) {
    boolean hides = below != null && below.child(name).map(TreeNode::isDirectory).orElse(false);
    node.opaque = hides && node.directory;
    drafts.put(name, node);
    return node;
  }

  /** Gives a directory other attributes; what is in it stays. */
  void changeDirectory(Attributes newAttributes) {
    if (!attributes.equals(newAttributes)) {
      attributes = newAttributes;
      content = DIRECTORY;
    }
  }

  /** Gives a directory another time; what is in it stays. */
  void touch(Mtime mtime) {
    changeDirectory(attributes.withMtime(mtime));
  }

  /** Writes the entry of what has {@link #changed}. */
  void write(LayerOutput output, String path) throws IOException {
    Objects.requireNonNull(content, "what is as it was has no entry")
        .write(output, path, attributes);
  }
}
