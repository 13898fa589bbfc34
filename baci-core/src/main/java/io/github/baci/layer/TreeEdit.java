package io.github.baci.layer;

import io.github.baci.api.BaciException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts one layer on a tree: in drafts of the nodes that it touches, frozen at the end. */
final class TreeEdit implements PathResolver.Nodes<TreeDraft> {
  private static final int IMPLIED_MODE = 0755;

  private final Layer layer;
  private final TreeDraft root;
  private final List<LayerEntry.HardLink> deferred = new ArrayList<>();

  // Entries of one directory mostly follow each other in a tar.
  private String lastParentPath = "";
  private TreeDraft lastParent;

  TreeEdit(TreeNode root, Layer layer) {
    this.layer = layer;
    this.root = new TreeDraft(root);
    this.lastParent = this.root;
  }

  static LayerEntry.Directory impliedDirectory(String path) {
    return new LayerEntry.Directory(path, Attributes.of(IMPLIED_MODE, 0, 0, Mtime.EPOCH));
  }

  TreeNode apply() {
    for (LayerEntry entry : layer.entries()) {
      if (entry instanceof LayerEntry.Whiteout whiteout) {
        remove(whiteout.path());
      } else if (entry instanceof LayerEntry.OpaqueDirectory opaque) {
        clear(opaque.path());
      }
    }
    for (LayerEntry entry : layer.entries()) {
      if (entry instanceof LayerEntry.Content content) {
        put(content);
      }
    }
    linkDeferred();
    return root.freeze();
  }

  private void remove(String path) {
    if (path.isEmpty()) {
      return;
    }
    TreeDraft parent = existing(LayerPath.parent(path), path);
    if (parent != null && parent.isDirectory()) {
      parent.remove(LayerPath.name(path));
    }
  }

  private void clear(String path) {
    TreeDraft directory = existing(path, path);
    if (directory != null && directory.isDirectory()) {
      directory.clear();
    }
  }

  private void put(LayerEntry.Content entry) {
    String path = entry.path();
    if (path.isEmpty()) {
      if (!(entry instanceof LayerEntry.Directory)) {
        throw damaged(path, "the root must be a directory");
      }
      root.become(entry, layer);
      return;
    }
    TreeDraft parent = parentOf(path);
    String name = LayerPath.name(path);
    TreeDraft present = parent.child(name);
    if (entry instanceof LayerEntry.HardLink link) {
      link(link, parent, name, present);
    } else if (entry instanceof LayerEntry.Directory && present != null && present.isDirectory()) {
      present.become(entry, layer);
    } else {
      replace(parent, present, new TreeDraft(name, entry, layer));
    }
  }

  private void replace(TreeDraft parent, @Nullable TreeDraft present, TreeDraft draft) {
    if (present != null && !present.isFile()) {
      lastParentPath = "";
      lastParent = root;
    }
    parent.put(draft);
  }

  private void link(
      LayerEntry.HardLink link, TreeDraft parent, String name, @Nullable TreeDraft present) {
    TreeDraft directory = existing(LayerPath.parent(link.target()), link.path());
    TreeDraft target =
        directory == null || link.target().isEmpty()
            ? null
            : directory.child(LayerPath.name(link.target()));
    if (target == null) {
      // Some tools write a link before the file that it is a name for.
      deferred.add(link);
      return;
    }
    if (target.isDirectory()) {
      throw damaged(link.path(), "a hard link to the directory '" + link.target() + "'");
    }
    if (target != present) {
      replace(parent, present, target.linkedAs(name, link));
    }
  }

  private void linkDeferred() {
    while (!deferred.isEmpty()) {
      List<LayerEntry.HardLink> links = List.copyOf(deferred);
      deferred.clear();
      for (LayerEntry.HardLink link : links) {
        put(link);
      }
      if (deferred.size() == links.size()) {
        LayerEntry.HardLink link = links.get(0);
        throw damaged(
            link.path(),
            "a hard link to '%s', which is neither in this layer nor in those below"
                .formatted(link.target()));
      }
    }
  }

  /** Returns the directory of an entry; makes it if it is missing. */
  private TreeDraft parentOf(String path) {
    int slash = Math.max(0, path.lastIndexOf('/'));
    if (slash != lastParentPath.length() || !path.startsWith(lastParentPath)) {
      String parentPath = path.substring(0, slash);
      lastParent = directory(parentPath, path);
      lastParentPath = parentPath;
    }
    return lastParent;
  }

  private TreeDraft directory(String path, String entryPath) {
    TreeDraft directory = root;
    int start = 0;
    while (start < path.length()) {
      int slash = path.indexOf('/', start);
      int end = slash < 0 ? path.length() : slash;
      String name = path.substring(start, end);
      TreeDraft child = directory.child(name);
      if (child != null && child.linkTarget() != null) {
        // The path that comes back has no links, at least as far as it is there.
        String direct = String.join("/", resolve(path, entryPath).names());
        return directory(direct, entryPath);
      }
      if (child != null && !child.isDirectory()) {
        if (layer.equals(child.layer())) {
          throw damaged(
              entryPath,
              "it lies below '%s', which the same layer says is no directory"
                  .formatted(path.substring(0, end)));
        }
        child = null;
      }
      if (child == null) {
        child = TreeDraft.implied(name, impliedDirectory(path.substring(0, end)), layer);
        directory.put(child);
      }
      directory = child;
      start = end + 1;
    }
    return directory;
  }

  /** Returns null if there is nothing at the path, its links followed. */
  private @Nullable TreeDraft existing(String path, String entryPath) {
    if (path.isEmpty()) {
      return root;
    }
    PathResolver.Resolved<TreeDraft> resolved = resolve(path, entryPath);
    return resolved.existing() == resolved.names().size() ? resolved.deepest() : null;
  }

  private PathResolver.Resolved<TreeDraft> resolve(String path, String entryPath) {
    try {
      return new PathResolver<>(this).resolve(path, true);
    } catch (BaciException e) {
      throw new BaciException(prefix(entryPath) + e.getMessage(), e);
    }
  }

  private BaciException damaged(String path, String reason) {
    return new BaciException(
        prefix(path) + reason + "; the layer is damaged, pull or build the image again");
  }

  private String prefix(String path) {
    return "layer %s, entry '%s': ".formatted(layer.diffId(), path);
  }

  @Override
  public TreeDraft root() {
    return root;
  }

  @Override
  public @Nullable TreeDraft child(TreeDraft node, String name) {
    return node.child(name);
  }

  @Override
  public @Nullable String linkTarget(TreeDraft node) {
    return node.linkTarget();
  }
}
