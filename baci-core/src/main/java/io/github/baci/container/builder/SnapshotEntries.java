package io.github.baci.container.builder;

import io.github.baci.container.syscall.FileCalls;
import io.github.baci.container.syscall.FileStatus;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.Mtime;
import io.github.baci.layer.NameOrder;
import io.github.baci.layer.NamePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects the entries of a snapshot: turns what is in a directory into what layers have. */
final class SnapshotEntries {
  private final Path directory;
  private final Optional<Mtime> latest;
  private final FileTraits traits;
  private final TreeBelow below;
  private final List<LayerEntry> entries = new ArrayList<>();
  private final List<String> opaque = new ArrayList<>();
  private final List<String> clamped = new ArrayList<>();
  private final Map<Long, String> firstNames = new HashMap<>();

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

  Snapshot result() {
    return new Snapshot(directory, List.copyOf(entries), List.copyOf(clamped));
  }

  /** Sorts names by their bytes. */
  static void sort(List<String> names) {
    names.sort(NameOrder.BYTES);
  }

  void add(LayerEntry entry) {
    entries.add(entry);
    if (entry instanceof LayerEntry.OpaqueDirectory directoryWithout) {
      opaque.add(directoryWithout.path());
    }
  }

  /** Returns whether nothing of what was below a path shows any more. */
  private boolean isHidden(String path) {
    return !opaque.isEmpty()
        && opaque.stream().anyMatch(above -> path.startsWith(above.isEmpty() ? "" : above + "/"));
  }

  /** Adds the root directory, if more than its time has changed. */
  void addRoot(FileStatus real, Attributes before) throws IOException {
    Attributes attributes = attributes("", traits.seen(real), xattrs("", real));
    if (!attributes.withMtime(before.mtime()).equals(before)) {
      entries.add(new LayerEntry.Directory("", attributes));
    }
  }

  /** Adds a directory. */
  void addDirectory(String path, FileStatus status, Map<String, byte[]> xattrs) {
    entries.add(new LayerEntry.Directory(path, attributes(path, status, xattrs)));
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
    FileStatus status = traits.seen(real);
    if (status.type() == FileStatus.S_IFSOCK) {
      return;
    }
    Attributes attributes = attributes(path, status, xattrs(path, real));
    if (status.links() > 1) {
      String first = firstNames.putIfAbsent(status.inode(), path);
      if (first != null) {
        entries.add(new LayerEntry.HardLink(path, attributes, first));
        return;
      }
    }
    LayerEntry.Content entry =
        switch (status.type()) {
          case FileStatus.S_IFREG -> new LayerEntry.RegularFile(path, attributes, status.size(), 0);
          case FileStatus.S_IFLNK ->
              new LayerEntry.Symlink(path, attributes, FileCalls.readlink(parent, name));
          case FileStatus.S_IFIFO -> new LayerEntry.Fifo(path, attributes);
          case FileStatus.S_IFCHR ->
              device(path, attributes, LayerEntry.Device.Kind.CHARACTER, status);
          case FileStatus.S_IFBLK -> device(path, attributes, LayerEntry.Device.Kind.BLOCK, status);
          default -> throw new IllegalStateException("type of " + path);
        };
    boolean mayBeOld = status.links() == 1 && !isHidden(path);
    if (!mayBeOld || !below.has(entry, real, NamePath.in(directory, path))) {
      entries.add(entry);
    }
  }

  private static LayerEntry.Content device(
      String path, Attributes attributes, LayerEntry.Device.Kind kind, FileStatus status) {
    return new LayerEntry.Device(path, attributes, kind, status.major(), status.minor());
  }

  private Attributes attributes(String path, FileStatus status, Map<String, byte[]> xattrs) {
    Mtime mtime = new Mtime(status.seconds(), status.nanos());
    if (latest.isPresent() && mtime.compareTo(latest.get()) > 0) {
      mtime = latest.get();
      clamped.add(path);
    }
    return Snapshot.attributes(status, xattrs, mtime);
  }
}
