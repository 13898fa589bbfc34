package io.github.baci.container.builder;

import io.github.baci.BaciException;
import io.github.baci.container.syscall.Errno;
import io.github.baci.container.syscall.FileCalls;
import io.github.baci.container.syscall.FileStatus;
import io.github.baci.container.syscall.SystemCallException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * A path inside a root directory, with all links followed as if that directory were the root.
 *
 * @param path relative to the root, without links; empty for the root itself
 * @param status what is there, if anything is
 * @param existing how many names of the path are there
 */
record RootPath(String path, Optional<FileStatus> status, int existing) {
  private static final int MOST_LINKS = 255;

  /**
   * Follows a path.
   *
   * @param root a descriptor of the root directory, in which nothing changes meanwhile
   * @param path absolute, or relative to the root
   */
  static RootPath resolve(int root, String path) throws IOException {
    Deque<String> left = new ArrayDeque<>(List.of(path.split("/")));
    List<String> names = new ArrayList<>();
    int existing = 0;
    int links = 0;
    while (!left.isEmpty()) {
      String name = left.pop();
      if (name.isEmpty() || name.equals(".")) {
        continue;
      }
      if (name.equals("..")) {
        if (!names.isEmpty()) {
          names.remove(names.size() - 1);
          existing = Math.min(existing, names.size());
        }
        continue;
      }
      if (existing < names.size()) {
        names.add(name);
        continue;
      }
      Optional<FileStatus> status = stat(root, joined(names, name));
      if (status.isEmpty()) {
        names.add(name);
      } else if (status.get().type() == FileStatus.S_IFLNK) {
        if (++links > MOST_LINKS) {
          throw new BaciException(
              "'%s' in the container leads over more than %d symbolic links"
                  .formatted(path, MOST_LINKS));
        }
        String target = FileCalls.readlink(root, joined(names, name));
        if (target.startsWith("/")) {
          names.clear();
          existing = 0;
        }
        String[] parts = target.split("/");
        for (int i = parts.length - 1; i >= 0; i--) {
          left.push(parts[i]);
        }
      } else {
        names.add(name);
        existing++;
      }
    }
    String resolved = String.join("/", names);
    return new RootPath(
        resolved, existing == names.size() ? stat(root, resolved) : Optional.empty(), existing);
  }

  private static String joined(List<String> names, String name) {
    return names.isEmpty() ? name : String.join("/", names) + "/" + name;
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
