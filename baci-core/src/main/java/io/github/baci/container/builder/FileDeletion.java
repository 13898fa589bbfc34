package io.github.baci.container.builder;

import io.github.baci.container.syscall.DirectoryEntries;
import io.github.baci.container.syscall.Errno;
import io.github.baci.container.syscall.FileCalls;
import io.github.baci.container.syscall.SystemCallException;
import io.github.baci.layer.NamePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Deletes directories with all that is in them, however deep they are nested. Links are not
 * followed.
 */
final class FileDeletion {
  private FileDeletion() {}

  static void delete(Path directory) throws IOException {
    delete(NamePath.text(directory));
  }

  static void delete(String directory) throws IOException {
    Deque<String> left = new ArrayDeque<>();
    left.push(directory);
    while (!left.isEmpty()) {
      // A directory is left on the stack, below those in it, until it is empty.
      String next = left.peek();
      List<String> below = deleteFiles(next);
      if (below.isEmpty()) {
        FileCalls.remove(FileCalls.CWD, next, true);
        left.pop();
      }
      below.forEach(left::push);
    }
  }

  /** Deletes what is in a directory, but for directories, whose paths are returned. */
  private static List<String> deleteFiles(String directory) throws IOException {
    List<String> directories = new ArrayList<>();
    int fd = FileCalls.openDirectory(FileCalls.CWD, directory);
    try {
      for (String child : DirectoryEntries.names(fd)) {
        try {
          FileCalls.remove(fd, child, false);
        } catch (SystemCallException e) {
          if (e.errno() != Errno.EISDIR && e.errno() != Errno.EPERM) {
            throw e;
          }
          directories.add(directory + "/" + child);
        }
      }
    } finally {
      FileCalls.close(fd);
    }
    return directories;
  }
}
