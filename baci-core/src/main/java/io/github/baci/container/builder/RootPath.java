package io.github.baci.container.builder;

import io.github.baci.container.syscall.Errno;
import io.github.baci.container.syscall.FileCalls;
import io.github.baci.container.syscall.FileStatus;
import io.github.baci.container.syscall.SystemCallException;
import java.io.IOException;
import java.util.Optional;

/**
 * A path inside a root directory, with all links followed as if that directory were the root.
 *
 * @param path relative to the root, without links; empty for the root itself
 * @param status what is there, if anything is
 * @param existing how many names of the path are there
 */
record RootPath(String path, Optional<FileStatus> status, int existing) {
  /**
   * Follows a path.
   *
   * @param root a descriptor of the root directory
   * @param path absolute, or relative to the root
   */
  static RootPath resolve(int root, String path) throws IOException {
    try (RootPlace place = RootPlace.find(root, path)) {
      return new RootPath(place.path(), place.status(), place.existing());
    }
  }

  /** Returns the status of a file; empty if it, or a directory before it, is not there. */
  static Optional<FileStatus> stat(int directory, String path) throws IOException {
    try {
      return Optional.of(FileCalls.stat(directory, path));
    } catch (SystemCallException e) {
      if (e.errno() == Errno.ENOENT || e.errno() == Errno.ENOTDIR) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
