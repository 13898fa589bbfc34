package io.github.baci.container.builder;

import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerEntry;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a layer puts, removes and hides. Where a path stands in the layer more than once, the last
 * one counts.
 *
 * @param contents what is put, by path
 * @param whiteouts the paths that are removed from the layers below
 * @param opaque the directories whose content below is hidden
 * @param selfContained whether the layer has all it takes to unpack it, without the layers below:
 *     each directory on the way to an entry, and the target of each hard link
 */
record LayerPlan(
    Map<String, LayerEntry.Content> contents,
    Set<String> whiteouts,
    Set<String> opaque,
    boolean selfContained) {

  static LayerPlan of(Layer layer) {
    Map<String, LayerEntry.Content> contents = new LinkedHashMap<>(layer.entries().size() * 2);
    Set<String> whiteouts = new HashSet<>();
    Set<String> opaque = new HashSet<>();
    for (LayerEntry entry : layer.entries()) {
      if (entry instanceof LayerEntry.Content content) {
        contents.put(content.path(), content);
      } else if (entry instanceof LayerEntry.Whiteout whiteout) {
        whiteouts.add(whiteout.path());
      } else if (entry instanceof LayerEntry.OpaqueDirectory directory) {
        opaque.add(directory.path());
      }
    }
    return new LayerPlan(contents, whiteouts, opaque, isSelfContained(contents, whiteouts, opaque));
  }

  private static boolean isSelfContained(
      Map<String, LayerEntry.Content> contents, Set<String> whiteouts, Set<String> opaque) {
    for (LayerEntry.Content content : contents.values()) {
      if (!hasParent(content.path(), contents)) {
        return false;
      }
      if (content instanceof LayerEntry.HardLink link && file(link, contents).isEmpty()) {
        return false;
      }
    }
    for (String path : whiteouts) {
      if (!hasParent(path, contents)) {
        return false;
      }
    }
    for (String path : opaque) {
      if (!path.isEmpty() && !(contents.get(path) instanceof LayerEntry.Directory)) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasParent(String path, Map<String, LayerEntry.Content> contents) {
    String parent = parent(path);
    return parent.isEmpty() || contents.get(parent) instanceof LayerEntry.Directory;
  }

  /** Returns the regular file of this layer that a hard link leads to, maybe over others. */
  Optional<LayerEntry.RegularFile> file(LayerEntry.HardLink link) {
    return file(link, contents);
  }

  private static Optional<LayerEntry.RegularFile> file(
      LayerEntry.HardLink link, Map<String, LayerEntry.Content> contents) {
    LayerEntry.Content target = contents.get(link.target());
    for (int hops = 0; target instanceof LayerEntry.HardLink next && hops < 255; hops++) {
      target = contents.get(next.target());
    }
    return target instanceof LayerEntry.RegularFile file ? Optional.of(file) : Optional.empty();
  }

  /** Returns the path of the directory that a path is in. */
  static String parent(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }
}
