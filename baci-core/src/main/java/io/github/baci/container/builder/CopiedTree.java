package io.github.baci.container.builder;

import io.github.baci.container.syscall.DirectoryEntries;
import io.github.baci.container.syscall.FileCalls;
import io.github.baci.container.syscall.FileStatus;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.Mtime;
import io.github.baci.layer.NamePath;
import io.github.baci.layer.TreeNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A copy of an image's files in a directory of the disk, for one run after the other. What a run
 * has changed is found by comparing with what the kernel said of each file before: every change of
 * a file sets its time of change.
 */
final class CopiedTree {
  private static final int LONGEST_TICK_MILLIS = 3000; // some servers count whole seconds

  private final Path directory;
  private final FileTraits traits;
  private final Workers workers;
  private FileTree tree = FileTree.EMPTY;
  private final Map<String, FileStatus> before = new HashMap<>();
  private Attributes rootBefore = FileTree.EMPTY.root().attributes();
  private TreeBelow below = new TreeBelow(() -> FileTree.EMPTY);

  /** Takes an empty directory. */
  CopiedTree(Path directory, FileTraits traits, Workers workers) {
    this.directory = directory;
    this.traits = traits;
    this.workers = workers;
  }

  /** Makes the directory hold what a tree holds. */
  void become(FileTree wanted) throws IOException {
    new TreeUnpacker(directory, traits, workers).update(tree, wanted);
    tree = wanted;
  }

  FileTraits traits() {
    return traits;
  }

  Path directory() {
    return directory;
  }

  FileTree tree() {
    return tree;
  }

  /**
   * Notes what there is, and waits until a change of it shows: until the clock of the file system,
   * which does not count every nanosecond, has moved on.
   */
  void note() throws IOException, InterruptedException {
    before.clear();
    below = new TreeBelow(() -> tree);
    FileStatus root = FileCalls.stat(FileCalls.CWD, directory.toString());
    rootBefore =
        Snapshot.attributes(traits.seen(root), traits.xattrs(directory, root), Mtime.EPOCH);
    FileStatus[] youngest = {root};
    walk(
        "",
        (parent, name, path, real, seen) -> {
          before.put(path, seen);
          if (isYounger(real, youngest[0])) {
            youngest[0] = real;
          }
        });
    awaitTick(youngest[0]);
  }

  /** Notes anew what the kernel says of a file, which something was done with that is no change. */
  void noteAgain(String path, FileStatus real) {
    before.computeIfPresent(path, (unused, old) -> traits.seen(real));
  }

  private static boolean isYounger(FileStatus one, FileStatus other) {
    return one.changeSeconds() > other.changeSeconds()
        || (one.changeSeconds() == other.changeSeconds()
            && one.changeNanos() > other.changeNanos());
  }

  private void awaitTick(FileStatus youngest) throws IOException, InterruptedException {
    Path clock = directory.resolveSibling("clock");
    for (int waited = 0; waited < LONGEST_TICK_MILLIS; waited++) {
      Files.write(clock, new byte[1]);
      boolean hasTicked = isYounger(FileCalls.stat(FileCalls.CWD, clock.toString()), youngest);
      Files.delete(clock);
      if (hasTicked) {
        return;
      }
      Thread.sleep(1);
    }
  }

  /**
   * Returns what has changed since {@link #note}. The command has ended by then, and all that is
   * there for a run alone is gone.
   *
   * @param latest the latest time that an entry may have
   */
  Snapshot changes(Optional<Mtime> latest) throws IOException {
    SnapshotEntries entries = new SnapshotEntries(directory, latest, traits, below);
    entries.addRoot(FileCalls.stat(FileCalls.CWD, directory.toString()), rootBefore);
    Set<String> present = new HashSet<>();
    Set<String> directories = new HashSet<>(Set.of(""));
    walk(
        "",
        (parent, name, path, real, seen) -> {
          present.add(path);
          if (real.isDirectory()) {
            directories.add(path);
          }
          compare(parent, name, path, real, seen, entries);
        });
    addRemoved(present, directories, entries);
    return entries.result();
  }

  /**
   * Becomes the tree of the layer that its changes were written to, so that the next run can begin
   * with it.
   *
   * @param with this tree with that layer
   */
  void advance(FileTree with, Snapshot changes, Optional<Mtime> latest) throws IOException {
    for (String path : changes.clamped()) {
      Mtime time = latest.orElseThrow();
      FileCalls.utimes(FileCalls.CWD, directory + "/" + path, time.seconds(), time.nanos());
    }
    DeviceNodes.remove(directory, changes.entries());
    Mtime root = with.root().attributes().mtime();
    FileCalls.utimes(FileCalls.CWD, directory.toString(), root.seconds(), root.nanos());
    tree = with;
  }

  /** Hears of the files in a directory, by what the kernel says and by what commands see. */
  private interface Visitor {
    void visit(int parent, String name, String path, FileStatus real, FileStatus seen)
        throws IOException;
  }

  /** No descriptor is held while what is below is walked: directories may be nested deeply. */
  private void walk(String path, Visitor visitor) throws IOException {
    List<String> names;
    int fd = FileCalls.openDirectory(FileCalls.CWD, directory + "/" + path);
    try {
      names = DirectoryEntries.names(fd);
    } finally {
      FileCalls.close(fd);
    }
    SnapshotEntries.sort(names);
    for (String name : names) {
      String child = path.isEmpty() ? name : path + "/" + name;
      String place = directory + "/" + child;
      FileStatus real = FileCalls.stat(FileCalls.CWD, place);
      visitor.visit(FileCalls.CWD, place, child, real, traits.seen(real));
      if (real.isDirectory()) {
        walk(child, visitor);
      }
    }
  }

  private void compare(
      int parent,
      String name,
      String path,
      FileStatus real,
      FileStatus now,
      SnapshotEntries entries)
      throws IOException {
    FileStatus found = before.get(path);
    FileStatus old =
        found != null && found.inode() == now.inode() && found.type() == now.type() ? found : null;
    if (!now.isDirectory()) {
      if (old == null || hasChanged(old, now)) {
        entries.addFile(parent, name, path, real);
      }
      return;
    }
    // Everything that is done in a directory sets its time of change: what counts is what shows.
    if (old == null || showsChange(old, now) || hasOtherXattrs(path, real, old, now)) {
      entries.addDirectory(path, now, entries.xattrs(path, real));
    } else {
      Optional<TreeNode> node = tree.lookup(path);
      if (node.isPresent()) {
        entries.addUnchangedDirectory(path, node.get().attributes());
      }
    }
  }

  private static boolean hasChanged(FileStatus old, FileStatus now) {
    return showsChange(old, now)
        || old.size() != now.size()
        || old.changeSeconds() != now.changeSeconds()
        || old.changeNanos() != now.changeNanos();
  }

  private static boolean showsChange(FileStatus old, FileStatus now) {
    return old.mode() != now.mode()
        || old.uid() != now.uid()
        || old.gid() != now.gid()
        || old.major() != now.major()
        || old.minor() != now.minor()
        || old.seconds() != now.seconds()
        || old.nanos() != now.nanos();
  }

  /** Returns whether a directory's attributes have changed, which its time does not tell. */
  private boolean hasOtherXattrs(String path, FileStatus real, FileStatus old, FileStatus now)
      throws IOException {
    if (old.changeSeconds() == now.changeSeconds() && old.changeNanos() == now.changeNanos()) {
      return false;
    }
    Map<String, byte[]> xattrs = traits.xattrs(NamePath.in(directory, path), real);
    Attributes attributes = Snapshot.attributes(now, xattrs, Mtime.EPOCH);
    return tree.lookup(path)
        .map(node -> !node.attributes().xattrs().equals(attributes.xattrs()))
        .orElse(true);
  }

  private void addRemoved(Set<String> present, Set<String> directories, SnapshotEntries entries) {
    for (String path : before.keySet()) {
      if (!present.contains(path) && directories.contains(LayerPlan.parent(path))) {
        entries.addRemoved(path);
      }
    }
  }
}
