package io.github.baci.container.builder;

import io.github.baci.container.syscall.DirectoryEntries;
import io.github.baci.container.syscall.FileCalls;
import io.github.baci.container.syscall.FileStatus;
import io.github.baci.container.syscall.MountCalls;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.Mtime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A root file system that is a copy of the layers, where overlays cannot be mounted. What a run has
 * changed is found by comparing with what the kernel said of each file before: every change of a
 * file sets its change time.
 */
final class CopiedRoot implements RootFileSystem {
  private final RunDirectory run;
  private final List<UnpackedLayers.Unpacked> layers;
  private final long flags;
  private final Map<String, FileStatus> before = new HashMap<>();
  private final Set<String> stubs = new TreeSet<>();
  private Attributes rootBefore;

  /**
   * Takes the layers.
   *
   * @param layers the lowest first
   * @param flags flags of the mount
   */
  CopiedRoot(RunDirectory run, List<UnpackedLayers.Unpacked> layers, long flags) {
    this.run = run;
    this.layers = layers;
    this.flags = flags;
  }

  @Override
  public Path mount(List<MountPoint> mountPoints) throws IOException {
    Path root = run.upper();
    MergedCopy.copy(layers, root);
    record(root);
    int fd = FileCalls.openDirectory(FileCalls.CWD, root.toString());
    try {
      List<RootPath> missing = new ArrayList<>();
      List<Boolean> directories = new ArrayList<>();
      new MissingMountPoints(fd)
          .forEach(
              mountPoints,
              (path, directory) -> {
                missing.add(path);
                directories.add(directory);
              });
      for (int i = 0; i < missing.size(); i++) {
        make(root, missing.get(i).path(), directories.get(i));
      }
    } finally {
      FileCalls.close(fd);
    }
    MountCalls.bind(root.toString(), root.toString());
    if (flags != 0) {
      MountCalls.restrictAlone(root.toString(), flags);
    }
    return root;
  }

  private void make(Path root, String path, boolean directory) throws IOException {
    if (Files.exists(root.resolve(path))) {
      return;
    }
    String parent = LayerPlan.parent(path);
    if (!parent.isEmpty()) {
      make(root, parent, true);
    }
    String parentPath = root.resolve(parent).toString();
    FileStatus status = FileCalls.stat(FileCalls.CWD, parentPath);
    if (directory) {
      Files.createDirectory(root.resolve(path));
    } else {
      Files.createFile(root.resolve(path));
    }
    stubs.add(path);
    FileCalls.utimes(FileCalls.CWD, parentPath, status.seconds(), status.nanos());
  }

  private void record(Path root) throws IOException {
    SnapshotEntries entries = new SnapshotEntries(root, Optional.empty());
    FileStatus status = FileCalls.stat(FileCalls.CWD, root.toString());
    rootBefore = Snapshot.attributes(status, entries.xattrs(""), Mtime.EPOCH);
    walk(
        root,
        "",
        (parent, name, path, found) -> {
          before.put(path, found);
          return true;
        });
  }

  /** Hears what is in a directory, and says whether to go into it. */
  private interface Visitor {
    boolean visit(int parent, String name, String path, FileStatus status) throws IOException;
  }

  private static void walk(Path root, String path, Visitor visitor) throws IOException {
    int fd = FileCalls.openDirectory(FileCalls.CWD, root + "/" + path);
    try {
      List<String> names = DirectoryEntries.names(fd);
      SnapshotEntries.sort(names);
      for (String name : names) {
        String child = path.isEmpty() ? name : path + "/" + name;
        FileStatus status = FileCalls.stat(fd, name);
        if (visitor.visit(fd, name, child, status) && status.isDirectory()) {
          walk(root, child, visitor);
        }
      }
    } finally {
      FileCalls.close(fd);
    }
  }

  @Override
  public Snapshot snapshot(Optional<Mtime> latest) throws IOException {
    removeStubs();
    SnapshotEntries entries = new SnapshotEntries(run.upper(), latest);
    entries.addRoot(FileCalls.stat(FileCalls.CWD, run.upper().toString()), rootBefore);
    Set<String> seen = new HashSet<>();
    walk(
        run.upper(),
        "",
        (parent, name, path, status) -> {
          seen.add(path);
          compare(parent, name, path, status, entries);
          return true;
        });
    addRemoved(seen, entries);
    return entries.result();
  }

  /** Takes away what was made for the run, unless the command has put something into it. */
  private void removeStubs() throws IOException {
    for (String path : new ArrayList<>(stubs).stream().sorted((a, b) -> b.compareTo(a)).toList()) {
      Path stub = run.upper().resolve(path);
      Path parent = stub.getParent();
      Optional<FileStatus> status = RootPath.stat(FileCalls.CWD, stub.toString());
      FileStatus parentStatus = FileCalls.stat(FileCalls.CWD, parent.toString());
      boolean isUsed =
          status.isEmpty()
              || (status.get().isDirectory() ? !isEmpty(stub) : status.get().size() > 0);
      if (!isUsed) {
        FileCalls.remove(FileCalls.CWD, stub.toString(), status.get().isDirectory());
        FileCalls.utimes(
            FileCalls.CWD, parent.toString(), parentStatus.seconds(), parentStatus.nanos());
      }
    }
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (var files = Files.newDirectoryStream(directory)) {
      return !files.iterator().hasNext();
    }
  }

  private void compare(
      int parent, String name, String path, FileStatus now, SnapshotEntries entries)
      throws IOException {
    FileStatus old = before.get(path);
    if (now.isDirectory()) {
      boolean isSame = old != null && old.isDirectory() && old.inode() == now.inode();
      boolean isTouched =
          !isSame
              || old.mode() != now.mode()
              || old.uid() != now.uid()
              || old.gid() != now.gid()
              || old.seconds() != now.seconds()
              || old.nanos() != now.nanos();
      if (isTouched) {
        entries.addDirectory(path, now, entries.xattrs(path));
      }
      if (!isSame && old != null && old.isDirectory()) {
        entries.add(new LayerEntry.OpaqueDirectory(path));
      }
      return;
    }
    boolean isSame =
        old != null
            && old.inode() == now.inode()
            && old.mode() == now.mode()
            && old.changeSeconds() == now.changeSeconds()
            && old.changeNanos() == now.changeNanos();
    if (!isSame) {
      entries.addFile(parent, name, path, now);
    }
  }

  private void addRemoved(Set<String> seen, SnapshotEntries entries) {
    for (String path : new TreeSet<>(before.keySet())) {
      String parent = LayerPlan.parent(path);
      boolean parentStays = parent.isEmpty() || seen.contains(parent);
      if (!seen.contains(path) && parentStays) {
        entries.add(new LayerEntry.Whiteout(path));
      }
    }
  }
}
