package io.github.baci.container.builder;

import io.github.baci.container.syscall.Errno;
import io.github.baci.container.syscall.FileCalls;
import io.github.baci.container.syscall.FileStatus;
import io.github.baci.container.syscall.SystemCallException;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.Mtime;
import io.github.baci.layer.NamePath;
import io.github.baci.layer.TreeNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes a directory hold what a file tree holds: from nothing, or from another tree that it holds
 * already. Trees share the nodes that they have in common, so only what differs is touched. Devices
 * are left out.
 */
final class TreeUnpacker {
  private static final int FILES_PER_PIECE = 256;
  private static final long BYTES_PER_PIECE = 16 << 20;

  private final Path directory;
  private final FileTraits traits;
  private final Workers workers;

  private final Map<Layer, List<Planned>> files = new HashMap<>();
  private final List<Planned> specials = new ArrayList<>();
  private final List<Planned> links = new ArrayList<>();

  /** What is in touched directories changes their times, so these are set last, inmost first. */
  private final Deque<Planned> directories = new ArrayDeque<>();

  private final IdentityHashMap<TreeNode.Identity, String> firstNames = new IdentityHashMap<>();

  /** A node and its path. */
  private record Planned(String path, TreeNode node) {}

  /**
   * Prepares to work.
   *
   * @param directory nothing but what this class made may be in it, and nobody else works in it
   */
  TreeUnpacker(Path directory, FileTraits traits, Workers workers) {
    this.directory = directory;
    this.traits = traits;
    this.workers = workers;
  }

  /**
   * Turns one tree into another one. To be called once.
   *
   * @param from what the directory holds
   * @param to what it shall hold
   */
  void update(FileTree from, FileTree to) throws IOException {
    merge("", from.root(), to.root(), from == FileTree.EMPTY);
    make(from, to);
  }

  /**
   * Makes a copy of one file or directory. To be called once.
   *
   * @param name its name in the directory, where nothing is yet
   */
  void unpack(TreeNode node, String name) throws IOException {
    add(name, node);
    make(FileTree.EMPTY, FileTree.EMPTY);
  }

  /** Makes what is planned. */
  private void make(FileTree from, FileTree to) throws IOException {
    if (links.stream().anyMatch(link -> !firstNames.containsKey(link.node().identity()))) {
      findFirstNames(from, to);
    }
    workers.all(pieces());
    for (Planned special : specials) {
      special(special);
    }
    for (Planned link : links) {
      link(link);
    }
    for (Planned made : directories) {
      Mtime time = made.node().attributes().mtime();
      FileCalls.utimes(FileCalls.CWD, place(made.path()), time.seconds(), time.nanos());
    }
  }

  private void merge(String path, TreeNode from, TreeNode to, boolean isNew) throws IOException {
    if (from == to) {
      return;
    }
    directories.push(new Planned(path, to));
    if (isNew || !from.attributes().equals(to.attributes())) {
      traits.give(NamePath.in(directory, path), to.entry());
    }
    for (TreeNode old : from.children()) {
      TreeNode now = to.child(old.name()).orElse(null);
      boolean isMerged = now != null && now.isDirectory() && old.isDirectory();
      if (now != old && !isMerged) {
        remove(child(path, old.name()), old);
      }
    }
    for (TreeNode now : to.children()) {
      TreeNode old = from.child(now.name()).orElse(null);
      if (old == now) {
        continue;
      }
      if (old != null && old.isDirectory() && now.isDirectory()) {
        merge(child(path, now.name()), old, now, false);
      } else {
        add(child(path, now.name()), now);
      }
    }
  }

  private void add(String path, TreeNode node) throws IOException {
    if (node.isDirectory()) {
      FileCalls.mkdir(FileCalls.CWD, place(path), 0700);
      merge(path, FileTree.EMPTY.root(), node, true);
    } else if (node.entry() instanceof LayerEntry.Device) {
      return;
    } else if (isKnown(path, node)) {
      links.add(new Planned(path, node));
    } else if (node.entry() instanceof LayerEntry.RegularFile) {
      files.computeIfAbsent(node.layer(), unused -> new ArrayList<>()).add(new Planned(path, node));
    } else {
      specials.add(new Planned(path, node));
    }
  }

  /** Returns whether the file has another name already, or may have one that was not touched. */
  private boolean isKnown(String path, TreeNode node) {
    if (firstNames.containsKey(node.identity())) {
      return true;
    }
    boolean isLink = node.declared().filter(LayerEntry.HardLink.class::isInstance).isPresent();
    if (!isLink) {
      firstNames.put(node.identity(), path);
    }
    return isLink;
  }

  /** Finds names of files that are on disk already, for those that get further ones. */
  private void findFirstNames(FileTree from, FileTree to) {
    to.walk(
        (path, node) -> {
          if (!node.isDirectory()
              && !firstNames.containsKey(node.identity())
              && from.lookup(path).filter(old -> old == node).isPresent()) {
            firstNames.put(node.identity(), path);
          }
        });
  }

  private List<Workers.Piece> pieces() {
    List<Workers.Piece> pieces = new ArrayList<>();
    files.forEach(
        (layer, all) -> {
          int start = 0;
          long bytes = 0;
          for (int i = 0; i < all.size(); i++) {
            bytes += ((LayerEntry.RegularFile) all.get(i).node().entry()).size();
            if (i - start + 1 >= FILES_PER_PIECE
                || bytes >= BYTES_PER_PIECE
                || i + 1 == all.size()) {
              List<Planned> piece = all.subList(start, i + 1);
              pieces.add(() -> copy(layer, piece));
              start = i + 1;
              bytes = 0;
            }
          }
        });
    return pieces;
  }

  private void copy(Layer layer, List<Planned> piece) throws IOException {
    try (LayerTarReader reader = new LayerTarReader(layer)) {
      for (Planned planned : piece) {
        regular(planned, reader);
      }
    }
  }

  private void regular(Planned planned, LayerTarReader reader) throws IOException {
    LayerEntry.RegularFile file = (LayerEntry.RegularFile) planned.node().entry();
    int flags = FileCalls.O_WRONLY | FileCalls.O_CREAT | FileCalls.O_EXCL;
    int fd = FileCalls.open(FileCalls.CWD, place(planned.path()), flags, 0600);
    try {
      reader.copy(file.offset(), file.size(), fd);
      traits.give(NamePath.in(directory, planned.path()), file);
      FileCalls.futimes(fd, file.attributes().mtime().seconds(), file.attributes().mtime().nanos());
    } finally {
      FileCalls.close(fd);
    }
  }

  private void special(Planned planned) throws IOException {
    LayerEntry.Content entry = planned.node().entry();
    String place = place(planned.path());
    if (entry instanceof LayerEntry.Symlink link) {
      FileCalls.symlink(link.target(), FileCalls.CWD, place);
    } else if (entry instanceof LayerEntry.Fifo) {
      FileCalls.mknod(FileCalls.CWD, place, FileStatus.S_IFIFO | 0600, 0, 0);
    } else {
      throw new IllegalArgumentException(entry.toString());
    }
    traits.give(NamePath.in(directory, planned.path()), entry);
    Mtime time = entry.attributes().mtime();
    FileCalls.utimes(FileCalls.CWD, place, time.seconds(), time.nanos());
  }

  private void link(Planned planned) throws IOException {
    String first = firstNames.get(planned.node().identity());
    if (first != null) {
      FileCalls.link(FileCalls.CWD, place(first), place(planned.path()));
      return;
    }
    // All other names of the file are gone: it is made anew, once.
    firstNames.put(planned.node().identity(), planned.path());
    if (planned.node().entry() instanceof LayerEntry.RegularFile) {
      copy(planned.node().layer(), List.of(planned));
    } else {
      special(planned);
    }
  }

  private void remove(String path, TreeNode node) throws IOException {
    try {
      if (node.isDirectory()) {
        FileDeletion.delete(NamePath.in(directory, path));
      } else {
        FileCalls.remove(FileCalls.CWD, place(path), false);
      }
    } catch (SystemCallException e) {
      if (e.errno() != Errno.ENOENT) { // a device
        throw e;
      }
    }
  }

  private String place(String path) {
    return directory + "/" + path;
  }

  private static String child(String path, String name) {
    return path.isEmpty() ? name : path + "/" + name;
  }
}
