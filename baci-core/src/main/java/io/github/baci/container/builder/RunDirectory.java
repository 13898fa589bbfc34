package io.github.baci.container.builder;

import io.github.baci.container.syscall.FileCalls;
import io.github.baci.container.syscall.FileStatus;
import io.github.baci.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The directory of the store that one run works in:
 *
 * <pre>
 * adopt/fs   the upper directory, which becomes the unpacked directory of the snapshot
 * work       what the overlay needs beside it
 * l          short names of the lower directories
 * stubs      mount points that the image does not have
 * root       where the root file system is mounted
 * files      /etc/hosts and its like
 * memory     where files that must not reach a disk are
 * ready, gate   pipes by which the run is started
 * </pre>
 */
final class RunDirectory {
  private final Path path;

  RunDirectory(Store store) throws IOException {
    path = store.newTemporaryDirectory();
    for (String name : new String[] {"adopt", "adopt/fs", "work", "root", "files", "memory"}) {
      FileCalls.mkdir(FileCalls.CWD, path + "/" + name, 0755);
    }
    for (String pipe : new String[] {"ready", "gate"}) {
      FileCalls.mknod(FileCalls.CWD, path + "/" + pipe, FileStatus.S_IFIFO | 0600, 0, 0);
      FileCalls.chmod(FileCalls.CWD, path + "/" + pipe, 0666);
    }
  }

  Path path() {
    return path;
  }

  Path adopt() {
    return path.resolve("adopt");
  }

  Path upper() {
    return path.resolve("adopt/fs");
  }

  Path root() {
    return path.resolve("root");
  }

  Path stubs() {
    return path.resolve("stubs");
  }

  Path files() {
    return path.resolve("files");
  }

  Path memory() {
    return path.resolve("memory");
  }

  /** Deletes everything that is left. */
  void delete() throws IOException {
    if (Files.exists(path)) {
      FileDeletion.delete(path);
    }
  }
}
