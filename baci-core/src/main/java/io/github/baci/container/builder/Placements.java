package io.github.baci.container.builder;

import io.github.baci.container.syscall.Errno;
import io.github.baci.container.syscall.FileCalls;
import io.github.baci.container.syscall.FileStatus;
import io.github.baci.container.syscall.SystemCallException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Files and directories that are renamed into a copied root for one run, and out of it afterwards,
 * where they cannot be mounted. What was at their places is kept aside, on the same file system.
 *
 * <p>A command may do to its root what it likes, and so the directories that things are renamed in
 * are held open: no path is followed a second time.
 */
final class Placements implements AutoCloseable {
  private final CopiedTree tree;
  private final Path own;
  private final RunPlaces missing;
  private final Deque<Placed> placed = new ArrayDeque<>();

  /** Something that was renamed into the root. */
  private record Placed(
      int parent, String name, String target, Path source, Path aside, boolean isKept) {}

  /**
   * Begins.
   *
   * @param own a directory beside the root, on the same file system
   */
  Placements(CopiedTree tree, Path own) {
    this.tree = tree;
    this.own = own;
    this.missing = new RunPlaces(tree.directory(), tree.traits());
  }

  /** Makes what is there for the run alone, unless the command puts something in it. */
  void make(String target, boolean directory) throws IOException {
    missing.make(target, directory);
  }

  /**
   * Renames something into the root.
   *
   * @param target its place relative to the root, without links; made if it is missing
   * @param source a file or directory on the file system of the root
   * @param directory whether it is a directory
   * @param isKept whether it is renamed back afterwards, and not deleted
   */
  void place(String target, Path source, boolean directory, boolean isKept) throws IOException {
    missing.make(target, directory);
    String parentPath = LayerPlan.parent(target);
    String name = parentPath.isEmpty() ? target : target.substring(parentPath.length() + 1);
    int parent = FileCalls.openDirectory(FileCalls.CWD, tree.directory() + "/" + parentPath);
    FileStatus before = FileCalls.fstat(parent);
    Path aside = own.resolve("aside-" + placed.size());
    FileCalls.rename(parent, name, FileCalls.CWD, aside.toString());
    placed.push(new Placed(parent, name, target, source, aside, isKept));
    FileCalls.rename(FileCalls.CWD, source.toString(), parent, name);
    FileCalls.utimes(parent, ".", before.seconds(), before.nanos());
  }

  /** Renames everything out of the root. No process is left that uses it. */
  void remove() throws IOException {
    while (!placed.isEmpty()) {
      Placed last = placed.pop();
      try {
        remove(last);
      } finally {
        FileCalls.close(last.parent());
      }
    }
    missing.remove();
  }

  private void remove(Placed last) throws IOException {
    FileStatus before = FileCalls.fstat(last.parent());
    Path out = last.isKept() ? last.source() : own.resolve("out-" + placed.size());
    if (RootPath.stat(last.parent(), last.name()).isPresent()) {
      FileCalls.rename(last.parent(), last.name(), FileCalls.CWD, out.toString());
    }
    try {
      FileCalls.rename(FileCalls.CWD, last.aside().toString(), last.parent(), last.name());
    } catch (SystemCallException e) {
      if (e.errno() != Errno.ENOENT) {
        throw e;
      }
      return; // the directory itself was removed, with what was in it
    }
    FileCalls.utimes(last.parent(), ".", before.seconds(), before.nanos());
    Optional<FileStatus> restored = RootPath.stat(last.parent(), last.name());
    if (restored.isPresent()) {
      tree.noteAgain(last.target(), restored.get());
    }
  }

  /** Frees what was not renamed out. */
  @Override
  public void close() {
    for (Placed left : placed) {
      FileCalls.close(left.parent());
    }
    placed.clear();
  }
}
