package io.github.baci.container.builder;

import io.github.baci.container.syscall.DirectoryEntries;
import io.github.baci.container.syscall.FileCalls;
import io.github.baci.container.syscall.FileStatus;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.Mtime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
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
    this.entries = new SnapshotEntries(upper, latest, KernelTraits.ALL, below);
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

  /**
   * Goes through a directory and all below it. Neither a descriptor nor a frame of the stack is
   * held for each level, as directories may be nested deeply.
   */
  private void directory(int root, String path) throws IOException {
    Deque<Iterator<Map.Entry<String, FileStatus>>> left = new ArrayDeque<>();
    left.push(children(root, path).entrySet().iterator());
    while (!left.isEmpty()) {
      if (!left.peek().hasNext()) {
        left.pop();
        continue;
      }
      Map.Entry<String, FileStatus> child = left.peek().next();
      FileStatus status = child.getValue();
      if (status.isDirectory()) {
        subdirectory(child.getKey(), status);
        left.push(children(root, child.getKey()).entrySet().iterator());
      } else if (status.isWhiteout()) {
        whiteout(root, child.getKey());
      } else {
        entries.addFile(root, child.getKey(), child.getKey(), status);
      }
    }
  }

  private static Map<String, FileStatus> children(int root, String path) throws IOException {
    int fd = FileCalls.openDirectory(root, path.isEmpty() ? "." : path);
    try {
      List<String> names = DirectoryEntries.names(fd);
      SnapshotEntries.sort(names);
      Map<String, FileStatus> children = new LinkedHashMap<>();
      for (String name : names) {
        children.put(path.isEmpty() ? name : path + "/" + name, FileCalls.stat(fd, name));
      }
      return children;
    } finally {
      FileCalls.close(fd);
    }
  }

  private void subdirectory(String path, FileStatus status) throws IOException {
    Map<String, byte[]> xattrs = entries.xattrs(path, status);
    entries.addDirectory(path, status, xattrs);
    if (xattrs.containsKey(flavour.opaqueAttribute())) {
      entries.addReplaced(path);
    }
  }

  private void whiteout(int root, String path) throws IOException {
    if (stubs.contains(path)) {
      FileCalls.remove(root, path, false);
    } else {
      entries.addRemoved(path);
    }
  }
}
