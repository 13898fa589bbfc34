package io.github.baci.container.builder;

import io.github.baci.container.syscall.FileStatus;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.Mtime;
import io.github.baci.layer.TreeNode;
import io.github.baci.layer.Xattrs;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a run has changed.
 *
 * @param directory where the contents of regular files are, by the paths of the entries
 * @param entries in the order in which they are written; the offset of regular files means nothing
 * @param clamped paths whose time was later than the latest allowed one, with that
 * @param borrowed regular files whose content is not in the directory, but in a layer below
 * @param use what the directory is good for beside the snapshot
 */
record Snapshot(
    Path directory,
    List<LayerEntry> entries,
    List<String> clamped,
    Map<String, TreeNode> borrowed,
    Use use) {

  private static final int LINK_MODE = 0777; // of all links, whatever their layer says

  /** What a directory that a run has written to can serve for. */
  enum Use {
    /** As the layer, over whatever layers. */
    ALONE,
    /** As the layer, over the layers that the run began with. */
    OVER_ITS_LAYERS,
    /** For nothing: it shows something else than the layer has. */
    NONE
  }

  /** Returns the attributes of a file as layers have them. */
  static Attributes attributes(FileStatus status, Map<String, byte[]> xattrs, Mtime mtime) {
    Xattrs kept = Xattrs.of(withoutOverlay(xattrs));
    return new Attributes(status.permissions(), status.uid(), status.gid(), mtime, kept);
  }

  private static Map<String, byte[]> withoutOverlay(Map<String, byte[]> xattrs) {
    for (String name : xattrs.keySet()) {
      if (OverlayFlavour.isOwn(name)) {
        Map<String, byte[]> kept = new TreeMap<>(xattrs);
        kept.keySet().removeIf(OverlayFlavour::isOwn);
        return kept;
      }
    }
    return xattrs;
  }

  /** Returns the attributes of a file of the layers below as a command sees them. */
  static Attributes attributes(TreeNode node) {
    Attributes found = node.attributes();
    return new Attributes(
        node.entry() instanceof LayerEntry.Symlink ? LINK_MODE : found.mode(),
        found.uid(),
        found.gid(),
        found.mtime(),
        Xattrs.of(withoutOverlay(found.xattrs().asMap())));
  }
}
