package io.github.baci.container.builder;

import io.github.baci.container.syscall.FileCalls;
import io.github.baci.container.syscall.MountCalls;
import io.github.baci.layer.Mtime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A root file system that is a copy of the layers, where overlays cannot be mounted. */
final class CopiedRoot implements RootFileSystem {
  private final CopiedTree tree;
  private final long flags;
  private final RunPlaces stubs;

  /**
   * Takes a copy that nobody else uses.
   *
   * @param flags flags of the mount
   */
  CopiedRoot(CopiedTree tree, long flags) {
    this.tree = tree;
    this.flags = flags;
    this.stubs = new RunPlaces(tree.directory(), tree.traits());
  }

  @Override
  public Path mount(List<RequiredPlace> mountPoints) throws IOException {
    Path root = tree.directory();
    try {
      tree.note();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new java.io.InterruptedIOException();
    }
    int fd = FileCalls.openDirectory(FileCalls.CWD, root.toString());
    try {
      List<RootPath> missing = new ArrayList<>();
      List<RequiredPlace> points = new ArrayList<>();
      new MissingMountPoints(fd)
          .forEach(
              mountPoints,
              (path, point) -> {
                missing.add(path);
                points.add(point);
              });
      for (int i = 0; i < missing.size(); i++) {
        String path = missing.get(i).path();
        stubs.make(path, points.get(i).directory());
        if (points.get(i).directory()) {
          FileCalls.chmod(FileCalls.CWD, root.resolve(path).toString(), points.get(i).mode());
        }
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

  @Override
  public Snapshot snapshot(Optional<Mtime> latest) throws IOException {
    stubs.remove();
    return tree.changes(latest);
  }
}
