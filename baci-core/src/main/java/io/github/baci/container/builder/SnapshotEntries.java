package io.github.baci.container.builder;

import io.github.baci.container.syscall.ExtendedAttributes;
import io.github.baci.container.syscall.FileCalls;
import io.github.baci.container.syscall.FileStatus;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.Mtime;
import io.github.baci.layer.NameOrder;
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
  private final List<LayerEntry> entries = new ArrayList<>();
  private final List<String> clamped = new ArrayList<>();
  private final Map<Long, String> firstNames = new HashMap<>();

  /**
   * Begins a snapshot.
   *
   * @param directory the directory that all paths are relative to
   * @param latest the latest time that an entry may have
   */
  SnapshotEntries(Path directory, Optional<Mtime> latest) {
    this.directory = directory;
    this.latest = latest;
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
  }

  /** Adds the root directory, if more than its time has changed. */
  void addRoot(FileStatus status, Attributes before) throws IOException {
    Attributes attributes = attributes("", status, xattrs(""));
    if (!attributes.withMtime(before.mtime()).equals(before)) {
      entries.add(new LayerEntry.Directory("", attributes));
    }
  }

  /** Adds a directory. */
  void addDirectory(String path, FileStatus status, Map<String, byte[]> xattrs) {
    entries.add(new LayerEntry.Directory(path, attributes(path, status, xattrs)));
  }

  /** Returns the extended attributes of a file. */
  Map<String, byte[]> xattrs(String path) throws IOException {
    return ExtendedAttributes.all(directory + "/" + path);
  }

  /**
   * Adds anything else, but a socket, which no layer can hold.
   *
   * @param root a descriptor of the directory that all paths are relative to
   */
  void addFile(int root, String path, FileStatus status) throws IOException {
    if (status.type() == FileStatus.S_IFSOCK) {
      return;
    }
    Attributes attributes = attributes(path, status, xattrs(path));
    if (status.links() > 1) {
      String first = firstNames.putIfAbsent(status.inode(), path);
      if (first != null) {
        entries.add(new LayerEntry.HardLink(path, attributes, first));
        return;
      }
    }
    switch (status.type()) {
      case FileStatus.S_IFREG ->
          entries.add(new LayerEntry.RegularFile(path, attributes, status.size(), 0));
      case FileStatus.S_IFLNK ->
          entries.add(new LayerEntry.Symlink(path, attributes, FileCalls.readlink(root, path)));
      case FileStatus.S_IFIFO -> entries.add(new LayerEntry.Fifo(path, attributes));
      case FileStatus.S_IFCHR ->
          entries.add(device(path, attributes, LayerEntry.Device.Kind.CHARACTER, status));
      case FileStatus.S_IFBLK ->
          entries.add(device(path, attributes, LayerEntry.Device.Kind.BLOCK, status));
      default -> throw new IllegalStateException("type of " + path);
    }
  }

  private static LayerEntry device(
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
