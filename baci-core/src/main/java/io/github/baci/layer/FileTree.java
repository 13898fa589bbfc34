package io.github.baci.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a list of layers looks like when each is unpacked over the ones below it, worked out from
 * the indexes alone. Immutable: a tree with one more layer shares all that the layer does not
 * touch.
 *
 * <p>The rules are those of the OCI image layer specification:
 *
 * <ul>
 *   <li>Whiteouts and opaque directories hide what the layers below have, wherever they stand in
 *       the tar, and nothing of their own layer.
 *   <li>A directory over a directory takes its attributes over and leaves the children; everything
 *       else replaces what was there with all that is below it.
 *   <li>Directories that are missing on the way are made with mode 0755, owner 0:0 and time 0.
 *   <li>Where a directory on the way is a symbolic link, it is followed inside the root, as
 *       containerd does; the last name of a path is not followed.
 *   <li>A hard link makes its path a further name of the file that is at its target then, be it of
 *       this layer or one below.
 * </ul>
 */
public final class FileTree {
  /** The tree of no layers: an empty root directory. */
  public static final FileTree EMPTY =
      new FileTree(
          new TreeNode(
              "",
              TreeEdit.impliedDirectory(""),
              Optional.empty(),
              null,
              new TreeNode.Identity(),
              TreeNode.NO_CHILDREN),
          List.of());

  private final TreeNode root;
  private final List<Layer> layers;

  private FileTree(TreeNode root, List<Layer> layers) {
    this.root = root;
    this.layers = layers;
  }

  /**
   * Makes the tree of some layers.
   *
   * @param layers the lowest first
   * @throws io.github.baci.api.BaciException naming layer and entry, if a hard link has no target,
   *     or an entry lies below a file of its own layer
   */
  public static FileTree of(List<Layer> layers) {
    FileTree tree = EMPTY;
    for (Layer layer : layers) {
      tree = tree.with(layer);
    }
    return tree;
  }

  /**
   * Returns this tree with one more layer on top.
   *
   * @throws io.github.baci.api.BaciException as {@link #of}
   */
  public FileTree with(Layer layer) {
    int known = layers.indexOf(layer);
    Layer added = known < 0 ? layer : layers.get(known);
    List<Layer> all = new ArrayList<>(layers);
    all.add(added);
    return new FileTree(new TreeEdit(root, added).apply(), List.copyOf(all));
  }

  /**
   * Returns the layers that the tree is made of, the lowest first. The entries of its nodes are
   * entries of these very objects; another object of an equal layer has entries of its own.
   */
  public List<Layer> layers() {
    return layers;
  }

  /** Returns how many entries the layers have, with those that others hide. */
  public int entryCount() {
    int count = 0;
    for (Layer layer : layers) {
      count += layer.entries().size();
    }
    return count;
  }

  /** Returns the root directory, which is always there. */
  public TreeNode root() {
    return root;
  }

  /** Returns the node at a clean path, taken by the letter: no link is followed. */
  public Optional<TreeNode> lookup(String path) {
    TreeNode node = root;
    int start = 0;
    while (node != null && start < path.length()) {
      int slash = path.indexOf('/', start);
      int end = slash < 0 ? path.length() : slash;
      node = node.childOrNull(path.substring(start, end));
      start = end + 1;
    }
    return Optional.ofNullable(node);
  }

  /**
   * Follows a path through links, inside the root: absolute targets begin there, and {@code ..}
   * does not leave it. The target of a dangling link is what is missing.
   *
   * @param path absolute, or relative to the root; it may have any form
   * @param followLast whether a link at the end is followed too; one before a final {@code /}
   *     always is
   * @throws io.github.baci.api.BaciException after 255 links
   */
  public Resolution resolve(String path, boolean followLast) {
    PathResolver.Resolved<TreeNode> resolved =
        new PathResolver<>(new Nodes(root)).resolve(path, followLast);
    List<String> names = resolved.names();
    return new Resolution(
        String.join("/", names),
        resolved.deepest(),
        names.subList(resolved.existing(), names.size()));
  }

  /** Hears the nodes of a tree. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * A node.
     *
     * @param path its path, empty for the root
     */
    void visit(String path, TreeNode node);
  }

  /** Visits all nodes, a directory before what is in it, names in the order of their bytes. */
  public void walk(Visitor visitor) {
    walk("", root, visitor);
  }

  /**
   * Visits a node and all below it.
   *
   * @param path the path of the node
   */
  public static void walk(String path, TreeNode node, Visitor visitor) {
    visitor.visit(path, node);
    for (TreeNode child : node.childArray()) {
      walk(LayerPath.child(path, child.name()), child, visitor);
    }
  }

  private record Nodes(TreeNode root) implements PathResolver.Nodes<TreeNode> {
    @Override
    public @Nullable TreeNode child(TreeNode node, String name) {
      return node.childOrNull(name);
    }

    @Override
    public @Nullable String linkTarget(TreeNode node) {
      return node.entry() instanceof LayerEntry.Symlink link ? link.target() : null;
    }
  }
}
