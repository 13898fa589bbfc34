package io.github.baci.container.builder;

import io.github.baci.container.syscall.FileStatus;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.Mtime;
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
 */
record Snapshot(Path directory, List<LayerEntry> entries, List<String> clamped) {

  /** Returns whether an attribute is one that overlays keep for themselves. */
  static boolean isOfOverlay(String name) {
    return name.startsWith(OverlayFlavour.USER_PREFIX)
        || name.startsWith(OverlayFlavour.TRUSTED_PREFIX);
  }

  /** Returns the attributes of a file as layers have them. */
  static Attributes attributes(FileStatus status, Map<String, byte[]> xattrs, Mtime mtime) {
    Map<String, byte[]> kept = xattrs;
    if (xattrs.keySet().stream().anyMatch(Snapshot::isOfOverlay)) {
      kept = new TreeMap<>(xattrs);
      kept.keySet().removeIf(Snapshot::isOfOverlay);
    }
    return new Attributes(status.permissions(), status.uid(), status.gid(), mtime, Xattrs.of(kept));
  }
}
