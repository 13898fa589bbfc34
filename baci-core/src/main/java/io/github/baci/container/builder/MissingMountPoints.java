package io.github.baci.container.builder;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Finds the mount points that a root file system does not have. */
final class MissingMountPoints {
  private final int root;

  /** Hears of a mount point. */
  interface Consumer {
    void add(RootPath missing, RequiredPlace point) throws IOException;
  }

  /**
   * Looks in a root file system on which nothing is mounted yet.
   *
   * @param root a descriptor of it
   */
  MissingMountPoints(int root) {
    this.root = root;
  }

  /**
   * Names those that are missing. What lies below another mount point is not looked for: it has to
   * be made in what is mounted there.
   *
   * @param mountPoints in the order in which they are mounted
   */
  void forEach(List<RequiredPlace> mountPoints, Consumer consumer) throws IOException {
    List<String> covered = new ArrayList<>();
    for (RequiredPlace point : mountPoints) {
      RootPath path = RootPath.resolve(root, point.target());
      boolean isBelow = covered.stream().anyMatch(above -> path.path().startsWith(above + "/"));
      if (!isBelow && path.status().isEmpty()) {
        consumer.add(path, point);
      }
      if (point.covers()) {
        covered.add(path.path());
      }
    }
  }
}
