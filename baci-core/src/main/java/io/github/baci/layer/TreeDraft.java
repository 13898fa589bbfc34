package io.github.baci.layer;

import io.github.baci.layer.TreeNode.Identity;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A tree node that is being changed. Children that nobody asked for stay frozen. */
final class TreeDraft {
  private final String name;
  private @Nullable TreeNode origin;
  private LayerEntry.Content entry;
  private Optional<LayerEntry.Content> declared;
  private @Nullable Layer layer;
  private final Identity identity;
  private TreeNode[] frozen;

  /** Children by name that are drafts, in the order of their coming; null for a removed one. */
  private Map<String, @Nullable TreeDraft> drafts = Map.of();

  private TreeDraft(
      String name,
      LayerEntry.Content entry,
      Optional<LayerEntry.Content> declared,
      @Nullable Layer layer,
      Identity identity,
      @Nullable TreeNode origin) {
    this.name = name;
    this.entry = entry;
    this.declared = declared;
    this.layer = layer;
    this.identity = identity;
    this.origin = origin;
    this.frozen = origin == null ? TreeNode.NO_CHILDREN : origin.childArray();
  }

  /** Begins to change a node. */
  TreeDraft(TreeNode origin) {
    this(
        origin.name(),
        origin.entry(),
        origin.declared(),
        origin.layerOrNull(),
        origin.identity(),
        origin);
  }

  /** Makes a node for an entry. */
  TreeDraft(String name, LayerEntry.Content entry, Layer layer) {
    this(name, entry, Optional.of(entry), layer, new Identity(), null);
  }

  /** Makes a directory that no layer has an entry for. */
  static TreeDraft implied(String name, LayerEntry.Directory entry, Layer layer) {
    return new TreeDraft(name, entry, Optional.empty(), layer, new Identity(), null);
  }

  /** Makes a further name for this file. */
  TreeDraft linkedAs(String newName, LayerEntry.HardLink link) {
    return new TreeDraft(newName, entry, Optional.of(link), layer, identity, null);
  }

  /** Takes over the attributes of an entry, and keeps the children. */
  void become(LayerEntry.Content newEntry, Layer newLayer) {
    entry = newEntry;
    declared = Optional.of(newEntry);
    layer = newLayer;
    origin = null;
  }

  boolean isDirectory() {
    return entry instanceof LayerEntry.Directory;
  }

  /** Returns whether nothing can lie below this node's path. */
  boolean isFile() {
    return !isDirectory() && !(entry instanceof LayerEntry.Symlink);
  }

  @Nullable String linkTarget() {
    return entry instanceof LayerEntry.Symlink link ? link.target() : null;
  }

  @Nullable Layer layer() {
    return layer;
  }

  @Nullable TreeDraft child(String childName) {
    if (!isDirectory()) {
      return null;
    }
    TreeDraft draft = drafts.get(childName);
    if (draft != null || drafts.containsKey(childName)) {
      return draft;
    }
    TreeNode node = TreeNode.find(frozen, childName);
    if (node == null) {
      return null;
    }
    draft = new TreeDraft(node);
    mutableDrafts().put(childName, draft);
    return draft;
  }

  private Map<String, @Nullable TreeDraft> mutableDrafts() {
    if (!(drafts instanceof LinkedHashMap)) {
      drafts = new LinkedHashMap<>();
    }
    return drafts;
  }

  void put(TreeDraft child) {
    mutableDrafts().put(child.name, child);
  }

  void remove(String childName) {
    if (child(childName) != null) {
      mutableDrafts().put(childName, null);
    }
  }

  void clear() {
    frozen = TreeNode.NO_CHILDREN;
    drafts = Map.of();
    origin = null;
  }

  /** Returns the node that was drafted; the very same one, if nothing was changed. */
  TreeNode freeze() {
    if (!drafts.isEmpty()) {
      return merge();
    }
    return origin != null ? origin : new TreeNode(name, entry, declared, layer, identity, frozen);
  }

  private TreeNode merge() {
    String[] names = sortedNames();
    TreeNode[] merged = new TreeNode[frozen.length + names.length];
    int count = 0;
    int next = 0;
    boolean changed = false;
    for (int i = 0; i < names.length; i++) {
      while (next < frozen.length && NameOrder.BYTES.compare(frozen[next].name(), names[i]) < 0) {
        merged[count++] = frozen[next++];
      }
      TreeNode before =
          next < frozen.length && frozen[next].name().equals(names[i]) ? frozen[next++] : null;
      TreeDraft draft = drafts.get(names[i]);
      TreeNode after = draft == null ? null : draft.freeze();
      changed |= before != after;
      if (after != null) {
        merged[count++] = after;
      }
    }
    if (origin != null && !changed) {
      return origin;
    }
    while (next < frozen.length) {
      merged[count++] = frozen[next++];
    }
    TreeNode[] all = count == merged.length ? merged : Arrays.copyOf(merged, count);
    return new TreeNode(name, entry, declared, layer, identity, all);
  }

  /** Most layers have the names of a directory in order. */
  private String[] sortedNames() {
    String[] names = new String[drafts.size()];
    int count = 0;
    boolean isSorted = true;
    for (String each : drafts.keySet()) {
      isSorted &= count == 0 || NameOrder.BYTES.compare(names[count - 1], each) < 0;
      names[count++] = each;
    }
    if (!isSorted) {
      Arrays.sort(names, NameOrder.BYTES);
    }
    return names;
  }
}
