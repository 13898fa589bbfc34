package io.github.baci.container.builder;

import io.github.baci.container.syscall.DirectoryEntries;
import io.github.baci.container.syscall.Errno;
import io.github.baci.container.syscall.FileCalls;
import io.github.baci.container.syscall.SystemCallException;
import java.io.IOException;
import java.nio.file.Path;

/** Deletes directories with all that is in them. Links are not followed. */
final class FileDeletion {
  private FileDeletion() {}

  static void delete(Path directory) throws IOException {
    deleteAt(FileCalls.CWD, directory.toString());
  }

  private static void deleteAt(int parent, String name) throws IOException {
    int fd = FileCalls.openDirectory(parent, name);
    try {
      for (String child : DirectoryEntries.names(fd)) {
        try {
          FileCalls.remove(fd, child, false);
        } catch (SystemCallException e) {
          if (e.errno() != Errno.EISDIR && e.errno() != Errno.EPERM) {
            throw e;
          }
          deleteAt(fd, child);
        }
      }
    } finally {
      FileCalls.close(fd);
    }
    FileCalls.remove(parent, name, true);
  }
}
