package io.github.baci.container.builder;

import io.github.baci.container.syscall.DirectoryEntries;
import io.github.baci.container.syscall.FileCalls;
import io.github.baci.container.syscall.FileStatus;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.Mtime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what a run has changed from the upper directory of its overlay. */
final class UpperWalk {
  private final Path upper;
  private final Set<String> stubs;
  private final OverlayFlavour flavour;
  private final SnapshotEntries entries;

  /**
   * Prepares to walk.
   *
   * @param stubs paths that are there for the run alone, whose removal is no change
   * @param below the files that the run began with
   */
  UpperWalk(
      Path upper,
      Set<String> stubs,
      OverlayFlavour flavour,
      Optional<Mtime> latest,
      TreeBelow below) {
    this.upper = upper;
    this.stubs = stubs;
    this.flavour = flavour;
    this.entries = new SnapshotEntries(upper, latest, FileTraits.KERNEL, below);
  }

  /**
   * Walks.
   *
   * @param rootBefore the attributes that the root directory had before the run, but for its time
   */
  Snapshot walk(Attributes rootBefore) throws IOException {
    int root = FileCalls.openDirectory(FileCalls.CWD, upper.toString());
    try {
      entries.addRoot(FileCalls.fstat(root), rootBefore);
      directory(root, "");
    } finally {
      FileCalls.close(root);
    }
    return entries.result();
  }

  private void directory(int fd, String path) throws IOException {
    List<String> names = DirectoryEntries.names(fd);
    SnapshotEntries.sort(names);
    for (String name : names) {
      String child = path.isEmpty() ? name : path + "/" + name;
      FileStatus status = FileCalls.stat(fd, name);
      if (status.isDirectory()) {
        subdirectory(fd, name, child, status);
      } else if (status.isWhiteout()) {
        whiteout(fd, name, child);
      } else {
        entries.addFile(fd, name, child, status);
      }
    }
  }

  private void subdirectory(int parent, String name, String path, FileStatus status)
      throws IOException {
    Map<String, byte[]> xattrs = entries.xattrs(path, status);
    entries.addDirectory(path, status, xattrs);
    if (xattrs.containsKey(flavour.opaqueAttribute())) {
      entries.add(new LayerEntry.OpaqueDirectory(path));
    }
    int fd = FileCalls.openDirectory(parent, name);
    try {
      directory(fd, path);
    } finally {
      FileCalls.close(fd);
    }
  }

  private void whiteout(int parent, String name, String path) throws IOException {
    if (stubs.contains(path)) {
      FileCalls.remove(parent, name, false);
    } else {
      entries.add(new LayerEntry.Whiteout(path));
    }
  }
}
