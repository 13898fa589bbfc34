package io.github.baci.aci.archive;

import io.github.baci.api.BaciException;
import io.github.baci.api.Option;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.LayerPath;
import io.github.baci.layer.NameBytes;
import io.github.baci.layer.TreeNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which files of an image an ACI holds: all, or those that the images it depends on do not have.
 *
 * <p>A difference holds what its layers have put into the tree, and beside that
 *
 * <ul>
 *   <li>the directories on the way to what it holds, because unpacking an entry changes its
 *       directory,
 *   <li>all names of a file that it holds one name of: a hard link points to an entry of its own
 *       archive,
 *   <li>all remaining names of a file that had several below and lost one: renderers take from the
 *       archive below only what is still to be seen, and the name that the others are links to
 *       could be missing there.
 * </ul>
 *
 * <p>Where something is removed, the path whitelist of the manifest says what remains (App
 * Container Specification, "Image Manifest"). It is a complete list, directories included.
 */
public final class Difference {
  private final FileTree tree;
  private final List<Layer> layers;

  /** The entries of the layers; null where there is nothing below. */
  private final @Nullable Set<LayerEntry> own;

  /** The paths that are held; null for all. */
  private final @Nullable Set<String> held;

  /** The directories among them that replace something else. */
  private final Set<String> replacing;

  private final boolean removes;

  private Difference(FileTree tree) {
    this.tree = tree;
    this.layers = tree.layers();
    this.own = null;
    this.held = null;
    this.replacing = Set.of();
    this.removes = false;
  }

  private Difference(FileTree tree, List<Layer> layers, Comparison comparison) {
    this.tree = tree;
    this.layers = layers;
    this.own = comparison.own;
    this.held = comparison.held;
    this.replacing = comparison.replacing;
    this.removes = comparison.removes;
  }

  /**
   * All files of an image.
   *
   * @param tree the tree of its layers
   */
  public static Difference ofAll(FileTree tree) {
    return new Difference(tree);
  }

  /**
   * What some layers change.
   *
   * @param below the tree of the layers below
   * @param tree {@code below} with those layers on top
   */
  public static Difference between(FileTree below, FileTree tree) {
    List<Layer> layers = tree.layers().subList(below.layers().size(), tree.layers().size());
    Set<LayerEntry> own = Collections.newSetFromMap(new IdentityHashMap<>());
    layers.forEach(layer -> own.addAll(layer.entries()));
    Comparison comparison = new Comparison(own);
    comparison.compare(Optional.of(below.root()), Optional.of(tree.root()));
    comparison.hold("", Optional.of(below.root()), tree.root());
    return new Difference(tree, layers, comparison);
  }

  /** Returns the tree of the whole image. */
  FileTree tree() {
    return tree;
  }

  /** Returns the layers that the difference consists of, the lowest first. */
  List<Layer> layers() {
    return layers;
  }

  /** Returns whether the file at a path is held. */
  boolean holds(String path) {
    return held == null || held.contains(path);
  }

  /**
   * Returns whether a file stands in the archive with the entries of a layer. If not, it stands
   * before them: what no layer has an entry for, what is held of layers below, and directories that
   * replace something else. Unpacked after what is in it, such a directory could come too late: a
   * symbolic link below would have been followed.
   */
  boolean standsWithLayer(String path, TreeNode node) {
    return !path.isEmpty()
        && node.declared().isPresent()
        && (own == null || own.contains(node.declared().get()))
        && !replacing.contains(path);
  }

  /**
   * Returns all paths of the image, if something below is removed; else nothing.
   *
   * @throws BaciException if one is not UTF-8
   */
  public List<String> pathWhitelist() {
    if (!removes) {
      return List.of();
    }
    List<String> paths = new ArrayList<>();
    tree.walk(
        (path, node) -> {
          if (!NameBytes.isUtf8(path)) {
            throw new BaciException(
                ("'/%s' cannot stand in the path whitelist of a manifest, which is JSON and so"
                        + " UTF-8: rename it, or write the ACI with all files (%s=flat)")
                    .formatted(NameBytes.printable(path), Option.MODE));
          }
          paths.add("/" + path);
        });
    if (paths.size() > 1) {
      paths.remove(0); // The root is there in any case; an empty list would mean everything.
    }
    return paths;
  }

  /** Compares the tree with the one below it. Nodes that the trees share are passed over. */
  private static final class Comparison {
    private final Set<LayerEntry> own;

    /** Files of which a name was added, changed or removed. */
    private final Set<TreeNode.Identity> touched =
        Collections.newSetFromMap(new IdentityHashMap<>());

    private final Set<String> held = new HashSet<>();
    private final Set<String> replacing = new HashSet<>();
    private boolean removes;

    Comparison(Set<LayerEntry> own) {
      this.own = own;
    }

    void compare(Optional<TreeNode> before, Optional<TreeNode> after) {
      if (before.isPresent() && after.isPresent() && isSame(before.get(), after.get())) {
        return;
      }
      before.filter(node -> !node.isDirectory()).ifPresent(node -> touched.add(node.identity()));
      after.filter(node -> !node.isDirectory()).ifPresent(node -> touched.add(node.identity()));
      removes |=
          before.isPresent()
              && after.map(node -> node.isDirectory() != before.get().isDirectory()).orElse(true);
      for (TreeNode child : before.map(TreeNode::children).orElse(List.of())) {
        compare(Optional.of(child), after.flatMap(node -> node.child(child.name())));
      }
      for (TreeNode child : after.map(TreeNode::children).orElse(List.of())) {
        if (before.flatMap(node -> node.child(child.name())).isEmpty()) {
          compare(Optional.empty(), Optional.of(child));
        }
      }
    }

    /** Returns whether the node or anything below it is held. */
    boolean hold(String path, Optional<TreeNode> before, TreeNode after) {
      if (after.isDirectory() && before.filter(node -> !node.isDirectory()).isPresent()) {
        replacing.add(path);
      }
      boolean holds =
          path.isEmpty()
              || after.declared().filter(own::contains).isPresent()
              || (after.isDirectory() ? isNew(before, after) : touched.contains(after.identity()));
      for (TreeNode child : after.children()) {
        holds |=
            hold(
                LayerPath.child(path, child.name()),
                before.flatMap(node -> node.child(child.name())),
                child);
      }
      if (holds) {
        held.add(path);
      }
      return holds;
    }

    private static boolean isNew(Optional<TreeNode> before, TreeNode after) {
      return before.filter(node -> node.entry().equals(after.entry())).isEmpty();
    }

    @SuppressWarnings("ReferenceEquality") // trees share what a layer does not touch
    private static boolean isSame(TreeNode before, TreeNode after) {
      return before == after;
    }
  }
}
