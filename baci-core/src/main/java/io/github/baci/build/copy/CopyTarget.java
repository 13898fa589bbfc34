package io.github.baci.build.copy;

import io.github.baci.api.BaciException;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.LayerPath;
import io.github.baci.layer.PathResolver;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file tree with the changes of one instruction. What changes becomes a layer, a directory before
 * what is in it, names in order.
 */
final class CopyTarget implements PathResolver.Nodes<CopyTargetNode> {
  private final CopyTargetNode root;

  CopyTarget(FileTree below) {
    this(new CopyTargetNode(below.root()));
  }

  /** Looks at a directory of another draft as if it were the root. */
  CopyTarget(CopyTargetNode root) {
    this.root = root;
  }

  /** A node and its path without links. */
  record Place(String path, CopyTargetNode node) {}

  @Override
  public CopyTargetNode root() {
    return root;
  }

  @Override
  public @Nullable CopyTargetNode child(CopyTargetNode node, String name) {
    return node.child(name);
  }

  @Override
  public @Nullable String linkTarget(CopyTargetNode node) {
    return node.linkTarget();
  }

  /** Returns the node at a clean path, taken by the letter; null if there is none. */
  @Nullable CopyTargetNode lookup(String path) {
    CopyTargetNode node = root;
    for (String name : path.split("/")) {
      node = node == null || name.isEmpty() ? node : node.child(name);
    }
    return node;
  }

  /** Follows a path with all its links. */
  PathResolver.Resolved<CopyTargetNode> resolve(String path) {
    return new PathResolver<>(this).resolve(path, true);
  }

  /**
   * Returns a directory, its links followed; makes what is missing.
   *
   * @param made the attributes of what is made
   * @throws BaciException if something on the way is no directory
   */
  Place makeDirectories(String path, Attributes made) {
    PathResolver.Resolved<CopyTargetNode> resolved = resolve(path);
    List<String> names = resolved.names();
    CopyTargetNode node = resolved.deepest();
    for (int i = resolved.existing(); ; i++) {
      if (!node.isDirectory()) {
        throw new BaciException(
            "mkdir /%s: not a directory: the image has a file there; choose another path, or remove the file in a RUN before"
                .formatted(String.join("/", names.subList(0, i))));
      }
      if (i == names.size()) {
        return new Place(String.join("/", names), node);
      }
      node = node.put(names.get(i), CopyTargetNode.newDirectory(made));
    }
  }

  /** Adds all that changed to a layer. */
  void write(LayerOutput output) throws IOException {
    write(output, "", root, new HashMap<>());
  }

  private static void write(
      LayerOutput output, String path, CopyTargetNode node, Map<Object, String> written)
      throws IOException {
    if (node.changed()) {
      String first = node.identity() == null ? null : written.putIfAbsent(node.identity(), path);
      if (first != null) {
        output.writer().add(new LayerEntry.HardLink(path, node.attributes(), first));
      } else {
        node.write(output, path);
      }
      if (node.opaque()) {
        output.writer().add(new LayerEntry.OpaqueDirectory(path));
      }
    }
    for (Map.Entry<String, CopyTargetNode> draft : node.drafts().entrySet()) {
      write(output, LayerPath.child(path, draft.getKey()), draft.getValue(), written);
    }
  }
}
