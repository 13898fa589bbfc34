package io.github.baci.container.builder;

import io.github.baci.container.syscall.FileCalls;
import io.github.baci.container.syscall.FileStatus;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.Mtime;
import io.github.baci.layer.NamePath;
import io.github.baci.layer.OpenLayerTars;
import io.github.baci.layer.TreeNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The files that a run began with, to tell those that it has changed from those that it has only
 * touched: overlays copy a file up when it is opened for writing, and the kernel sets a file's time
 * of change when it loses another name. Neither belongs into a layer.
 */
final class TreeBelow {
  private static final int BLOCK = 64 << 10;

  private final Supplier<FileTree> supplier;
  private final Mtime begin = Mtime.of(Instant.now());
  private @Nullable FileTree tree;
  private @Nullable Set<TreeNode.Identity> linked;

  /**
   * Takes the tree. To be called when the run begins.
   *
   * @param tree asked for once, and only if something has to be looked up
   */
  TreeBelow(Supplier<FileTree> tree) {
    this.supplier = tree;
  }

  /**
   * Returns whether a file was there before with the same attributes, time and content.
   *
   * @param status what the kernel says of it now
   * @param source the file of before whose content a regular file has, if that is known
   * @param file where the content of a regular file is, if no source is known
   */
  boolean has(LayerEntry.Content entry, FileStatus status, Optional<TreeNode> source, Path file)
      throws IOException {
    if (isOfRun(new Mtime(status.seconds(), status.nanos()))) {
      return false;
    }
    Optional<TreeNode> node = tree().lookup(entry.path());
    if (node.isEmpty() || !node.get().attributes().equals(entry.attributes())) {
      return false;
    }
    LayerEntry.Content before = node.get().entry();
    if (entry instanceof LayerEntry.RegularFile now) {
      return before instanceof LayerEntry.RegularFile old
          && old.size() == now.size()
          && (source.isPresent()
              ? isSame(node.get(), source.get())
              : isSame(node.get().layer().tar(), old.offset(), old.size(), file));
    } else if (entry instanceof LayerEntry.Symlink now) {
      return before instanceof LayerEntry.Symlink old && old.target().equals(now.target());
    } else if (entry instanceof LayerEntry.Device now) {
      return before instanceof LayerEntry.Device old
          && old.kind() == now.kind()
          && old.major() == now.major()
          && old.minor() == now.minor();
    }
    return entry instanceof LayerEntry.Fifo && before instanceof LayerEntry.Fifo;
  }

  /** Returns whether a directory was there before with the same attributes and time. */
  boolean hasDirectory(String path, Attributes attributes) {
    if (isOfRun(attributes.mtime())) {
      return false;
    }
    return tree()
        .lookup(path)
        .filter(node -> node.isDirectory() && node.attributes().equals(attributes))
        .isPresent();
  }

  /**
   * Returns whether a time is one that the run has given. The clock of files is some milliseconds
   * late, and so a time before the run's begin may be, too; one after it is no earlier. As most
   * commands are short, fractions of a second decide whether the tree has to be merged.
   */
  private boolean isOfRun(Mtime time) {
    return time.compareTo(begin) > 0;
  }

  /** Returns the names in a directory as it was before; none if it was none. */
  Collection<String> names(String path) {
    return tree()
        .lookup(path)
        .filter(TreeNode::isDirectory)
        .map(node -> node.children().stream().map(TreeNode::name).toList())
        .orElse(List.of());
  }

  /** Returns what was at a path. */
  Optional<TreeNode> node(String path) {
    return tree().lookup(path);
  }

  /**
   * Returns whether a path leads to the same now that a file of before, none of several names of
   * one, is there.
   *
   * @param attributes those that it has now
   */
  boolean hasAt(String path, TreeNode moved, Attributes attributes) {
    Optional<TreeNode> before = tree().lookup(path);
    return before.isPresent()
        && before.get().identity() == moved.identity()
        && before.get().attributes().equals(attributes)
        && !linked().contains(moved.identity());
  }

  /** Returns the files that have several names. */
  private Set<TreeNode.Identity> linked() {
    if (linked == null) {
      Set<TreeNode.Identity> several = Collections.newSetFromMap(new IdentityHashMap<>());
      Set<TreeNode.Identity> seen = Collections.newSetFromMap(new IdentityHashMap<>());
      tree()
          .walk(
              (path, node) -> {
                if (!node.isDirectory() && !seen.add(node.identity())) {
                  several.add(node.identity());
                }
              });
      linked = several;
    }
    return linked;
  }

  /** Two files of layers have the same content for sure if they are the same bytes of one tar. */
  private static boolean isSame(TreeNode old, TreeNode source) throws IOException {
    LayerEntry.RegularFile before = (LayerEntry.RegularFile) old.entry();
    LayerEntry.RegularFile now = (LayerEntry.RegularFile) source.entry();
    if (old.layer().equals(source.layer()) && before.offset() == now.offset()) {
      return true;
    }
    try (OpenLayerTars oldTars = new OpenLayerTars();
        OpenLayerTars sourceTars = new OpenLayerTars();
        InputStream expected = oldTars.open(old);
        InputStream found = sourceTars.open(source)) {
      byte[] block;
      do {
        block = expected.readNBytes(BLOCK);
        if (!Arrays.equals(block, found.readNBytes(BLOCK))) {
          return false;
        }
      } while (block.length > 0);
      return true;
    }
  }

  private FileTree tree() {
    if (tree == null) {
      tree = supplier.get();
    }
    return tree;
  }

  private static boolean isSame(Path tar, long offset, long size, Path file) throws IOException {
    int fd = FileCalls.open(FileCalls.CWD, NamePath.text(file), FileCalls.O_RDONLY, 0);
    try (FileChannel old = FileChannel.open(tar, StandardOpenOption.READ);
        FileChannel now = FileChannel.open(Path.of("/proc/self/fd/" + fd))) {
      ByteBuffer expected = ByteBuffer.allocate((int) Math.min(BLOCK, size));
      ByteBuffer found = ByteBuffer.allocate(expected.capacity());
      for (long done = 0; done < size; done += expected.limit()) {
        int length = (int) Math.min(expected.capacity(), size - done);
        if (!read(old, offset + done, expected.clear().limit(length))
            || !read(now, done, found.clear().limit(length))
            || !expected.flip().equals(found.flip())) {
          return false;
        }
      }
      return true;
    } finally {
      FileCalls.close(fd);
    }
  }

  private static boolean read(FileChannel channel, long position, ByteBuffer to)
      throws IOException {
    long at = position;
    while (to.hasRemaining()) {
      int count = channel.read(to, at);
      if (count < 0) {
        return false;
      }
      at += count;
    }
    return true;
  }
}
