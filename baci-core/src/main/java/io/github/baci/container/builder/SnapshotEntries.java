package io.github.baci.container.builder;

import io.github.baci.container.syscall.FileCalls;
import io.github.baci.container.syscall.FileStatus;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.Mtime;
import io.github.baci.layer.NameOrder;
import io.github.baci.layer.NamePath;
import io.github.baci.layer.TreeNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Collects the entries of a snapshot: turns what is in a directory into what layers have. */
final class SnapshotEntries {
  private final Path directory;
  private final Optional<Mtime> latest;
  private final FileTraits traits;
  private final TreeBelow below;
  private final List<LayerEntry> entries = new ArrayList<>();
  private final Set<String> removed = new TreeSet<>();
  private final List<String> replaced = new ArrayList<>();
  private final List<String> clamped = new ArrayList<>();
  private final Map<Long, String> firstNames = new HashMap<>();
  private final IdentityHashMap<TreeNode.Identity, String> firstNamesBelow =
      new IdentityHashMap<>();
  private final Map<String, TreeNode> borrowed = new HashMap<>();
  private Snapshot.Use use = Snapshot.Use.ALONE;

  /** Directories that are as they were before, among the entries. */
  private final Set<String> unchanged = new HashSet<>();

  /** Other files that are as they were before. */
  private final Set<String> leftOut = new HashSet<>();

  /**
   * Begins a snapshot.
   *
   * @param directory the directory that all paths are relative to
   * @param latest the latest time that an entry may have
   * @param traits what commands saw of the files
   * @param below what was there before; what is still the same is left out
   */
  SnapshotEntries(Path directory, Optional<Mtime> latest, FileTraits traits, TreeBelow below) {
    this.directory = directory;
    this.latest = latest;
    this.traits = traits;
    this.below = below;
  }

  /**
   * Returns what was added, in a form that does not show how the files were kept for the run: a
   * directory that is as it was stays only above something that is not, and what is gone is told
   * name by name.
   */
  Snapshot result() {
    addRemovedOfReplaced();
    removed.forEach(path -> entries.add(new LayerEntry.Whiteout(path)));
    if (!unchanged.isEmpty()) {
      for (LayerEntry entry : entries) {
        if (!(entry instanceof LayerEntry.Directory) || !unchanged.contains(entry.path())) {
          for (String above = entry.path(); !above.isEmpty(); above = LayerPlan.parent(above)) {
            unchanged.remove(above);
          }
        }
      }
      entries.removeIf(
          entry -> entry instanceof LayerEntry.Directory && unchanged.contains(entry.path()));
      clamped.removeIf(unchanged::contains);
    }
    return new Snapshot(
        directory, List.copyOf(entries), List.copyOf(clamped), Map.copyOf(borrowed), use);
  }

  private void addRemovedOfReplaced() {
    if (replaced.isEmpty()) {
      return;
    }
    Set<String> present = new HashSet<>(leftOut);
    Deque<String> left = new ArrayDeque<>(replaced);
    Set<String> directories = new HashSet<>();
    for (LayerEntry entry : entries) {
      present.add(entry.path());
      if (entry instanceof LayerEntry.Directory) {
        directories.add(entry.path());
      }
    }
    while (!left.isEmpty()) {
      String path = left.pop();
      for (String name : below.names(path)) {
        String child = path.isEmpty() ? name : path + "/" + name;
        if (!present.contains(child)) {
          removed.add(child);
        } else if (directories.contains(child)) {
          left.push(child);
        }
      }
    }
  }

  /** Sorts names by their bytes. */
  static void sort(List<String> names) {
    names.sort(NameOrder.BYTES);
  }

  /** Adds that a file of before is gone, whose directory is still there. */
  void addRemoved(String path) {
    removed.add(path);
  }

  /** Adds that nothing of before is left in a directory but what is added. */
  void addReplaced(String path) {
    replaced.add(path);
  }

  /** Adds the root directory, if more than its time has changed. */
  void addRoot(FileStatus real, Attributes before) throws IOException {
    FileStatus status = traits.seen(real);
    Attributes attributes = clamp("", Snapshot.attributes(status, xattrs("", real), mtime(status)));
    if (!attributes.withMtime(before.mtime()).equals(before)) {
      entries.add(new LayerEntry.Directory("", attributes));
    }
  }

  /** Adds a directory, which may be as it was before. */
  void addDirectory(String path, FileStatus status, Map<String, byte[]> xattrs) {
    Attributes found = Snapshot.attributes(status, xattrs, mtime(status));
    if (below.hasDirectory(path, found)) {
      unchanged.add(path);
    }
    entries.add(new LayerEntry.Directory(path, clamp(path, found)));
  }

  /** Adds a directory that is as it was before, for what may have changed below it. */
  void addUnchangedDirectory(String path, Attributes attributes) {
    unchanged.add(path);
    entries.add(new LayerEntry.Directory(path, clamp(path, attributes)));
  }

  /** Notes that the directory shows what is recorded only with the layers below it. */
  void needsLayersBelow() {
    if (use == Snapshot.Use.ALONE) {
      use = Snapshot.Use.OVER_ITS_LAYERS;
    }
  }

  /** Adds a file or directory of the layers below that is at another path now, with all below. */
  void addMoved(String path, TreeNode node) {
    needsLayersBelow();
    FileTree.walk(path, node, this::addOneMoved);
  }

  private void addOneMoved(String path, TreeNode node) {
    Attributes found = Snapshot.attributes(node);
    if (node.isDirectory()) {
      if (below.node(path).filter(before -> isSameDirectory(before, found)).isPresent()) {
        unchanged.add(path);
      }
      entries.add(new LayerEntry.Directory(path, clampMoved(found)));
    } else if (node.entry() instanceof LayerEntry.Device) {
      return; // no command sees the devices of an image
    } else if (below.hasAt(path, node, found)) {
      leftOut.add(path);
    } else {
      String first = firstNamesBelow.putIfAbsent(node.identity(), path);
      entries.add(
          first == null
              ? moved(path, node, clampMoved(found))
              : new LayerEntry.HardLink(path, clampMoved(found), first));
    }
  }

  private static boolean isSameDirectory(TreeNode before, Attributes found) {
    return before.isDirectory() && before.attributes().equals(found);
  }

  private LayerEntry.Content moved(String path, TreeNode node, Attributes attributes) {
    if (node.entry() instanceof LayerEntry.RegularFile file) {
      borrowed.put(path, node);
      return new LayerEntry.RegularFile(path, attributes, file.size(), 0);
    } else if (node.entry() instanceof LayerEntry.Symlink link) {
      return new LayerEntry.Symlink(path, attributes, link.target());
    }
    return new LayerEntry.Fifo(path, attributes);
  }

  /** What is in no directory of the run cannot be given another time there either. */
  private Attributes clampMoved(Attributes found) {
    if (latest.isPresent() && found.mtime().compareTo(latest.get()) > 0) {
      use = Snapshot.Use.NONE;
      return found.withMtime(latest.get());
    }
    return found;
  }

  /** Returns the extended attributes that commands saw of a file. */
  Map<String, byte[]> xattrs(String path, FileStatus real) throws IOException {
    return traits.xattrs(NamePath.in(directory, path), real);
  }

  /**
   * Adds anything else, but a socket, which no layer can hold.
   *
   * @param parent a descriptor of the directory that it is in
   * @param real what the kernel says of it
   */
  void addFile(int parent, String name, String path, FileStatus real) throws IOException {
    addFile(parent, name, path, real, xattrs(path, real), Optional.empty());
  }

  /**
   * Adds anything else, as {@link #addFile(int, String, String, FileStatus)}.
   *
   * @param xattrs the extended attributes that commands saw of it
   * @param source the file of the layers below whose content it has, if it has none of its own
   */
  void addFile(
      int parent,
      String name,
      String path,
      FileStatus real,
      Map<String, byte[]> xattrs,
      Optional<TreeNode> source)
      throws IOException {
    FileStatus status = traits.seen(real);
    if (status.type() == FileStatus.S_IFSOCK) {
      return;
    }
    Attributes found = Snapshot.attributes(status, xattrs, mtime(status));
    boolean mayBeOld = status.links() == 1;
    if (mayBeOld
        && below.has(
            content(parent, name, path, status, found),
            real,
            source,
            NamePath.in(directory, path))) {
      leftOut.add(path);
      return;
    }
    Attributes attributes = clamp(path, found);
    if (status.links() > 1) {
      String first = firstNames.putIfAbsent(status.inode(), path);
      if (first != null) {
        entries.add(new LayerEntry.HardLink(path, attributes, first));
        return;
      }
    }
    source.ifPresent(node -> borrowed.put(path, node));
    entries.add(content(parent, name, path, status, attributes));
  }

  private static LayerEntry.Content content(
      int parent, String name, String path, FileStatus status, Attributes attributes)
      throws IOException {
    return switch (status.type()) {
      case FileStatus.S_IFREG -> new LayerEntry.RegularFile(path, attributes, status.size(), 0);
      case FileStatus.S_IFLNK ->
          new LayerEntry.Symlink(path, attributes, FileCalls.readlink(parent, name));
      case FileStatus.S_IFIFO -> new LayerEntry.Fifo(path, attributes);
      case FileStatus.S_IFCHR -> device(path, attributes, LayerEntry.Device.Kind.CHARACTER, status);
      case FileStatus.S_IFBLK -> device(path, attributes, LayerEntry.Device.Kind.BLOCK, status);
      default -> throw new IllegalStateException("type of " + path);
    };
  }

  private static LayerEntry.Content device(
      String path, Attributes attributes, LayerEntry.Device.Kind kind, FileStatus status) {
    return new LayerEntry.Device(path, attributes, kind, status.major(), status.minor());
  }

  private static Mtime mtime(FileStatus status) {
    return new Mtime(status.seconds(), status.nanos());
  }

  private Attributes clamp(String path, Attributes found) {
    if (latest.isPresent() && found.mtime().compareTo(latest.get()) > 0) {
      clamped.add(path);
      return found.withMtime(latest.get());
    }
    return found;
  }
}
