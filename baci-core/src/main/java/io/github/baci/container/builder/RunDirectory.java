package io.github.baci.container.builder;

import io.github.baci.container.syscall.FileCalls;
import io.github.baci.container.syscall.FileStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The directory, in memory, that one run works in:
 *
 * <pre>
 * u, w       links to the upper directory and to what the overlay needs beside it, on disk
 * l          short names of the lower directories
 * stubs      mount points that the image does not have
 * root       where the root file system is mounted
 * files      /etc/hosts and its like
 * memory     where files that must not reach a disk are
 * devices    where the nodes of /dev are mounted, in the namespace of the run alone
 * ready, gate   pipes by which the run is started
 * </pre>
 */
final class RunDirectory {
  private static final int MODE = 0755;

  private final WorkerSpace space;
  private final Path path;
  private Path adopt;
  private final List<Path> onDisk = new ArrayList<>();

  RunDirectory(WorkerSpace space) throws IOException {
    this.space = space;
    path = space.newMemoryDirectory();
    for (String name : new String[] {"root", "files", "memory", "devices"}) {
      FileCalls.mkdir(FileCalls.CWD, path + "/" + name, MODE);
    }
    for (String pipe : new String[] {"ready", "gate"}) {
      FileCalls.mknod(FileCalls.CWD, path + "/" + pipe, FileStatus.S_IFIFO | 0600, 0, 0);
      FileCalls.chmod(FileCalls.CWD, path + "/" + pipe, 0666);
    }
    newUpper();
  }

  private static void link(Path directory, String name, Path target) throws IOException {
    FileCalls.symlink(target.toString(), FileCalls.CWD, directory + "/" + name);
  }

  /**
   * Makes new directories {@code u} and {@code w}: those of an overlay that was mounted once may
   * still be in use, and are marked.
   */
  void newUpper() throws IOException {
    for (String name : new String[] {"u", "w"}) {
      if (RootPath.stat(FileCalls.CWD, path + "/" + name).isPresent()) {
        FileCalls.remove(FileCalls.CWD, path + "/" + name, false);
      }
    }
    adopt = newDiskDirectory();
    FileCalls.mkdir(FileCalls.CWD, upper().toString(), MODE);
    link(path, "u", upper());
    link(path, "w", newDiskDirectory());
  }

  /**
   * Makes a directory in memory with empty directories {@code root} and {@code none}, and links
   * {@code u} and {@code w} to new directories on disk.
   */
  Path newOverlayPlace() throws IOException {
    Path place = path.resolve("layers-" + onDisk.size());
    for (String name : new String[] {"", "/root", "/none"}) {
      FileCalls.mkdir(FileCalls.CWD, place + name, MODE);
    }
    link(place, "u", newDiskDirectory());
    link(place, "w", newDiskDirectory());
    return place;
  }

  /** Makes a directory on disk that is deleted after the run. */
  Path newDiskDirectory() throws IOException {
    Path directory = space.newDiskDirectory();
    onDisk.add(directory);
    return directory;
  }

  WorkerSpace space() {
    return space;
  }

  Path path() {
    return path;
  }

  /** Returns the directory on disk that holds the upper directory. */
  Path adopt() {
    return adopt;
  }

  /** Returns the upper directory: {@code fs} in {@link #adopt}. */
  Path upper() {
    return adopt.resolve("fs");
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

  Path devices() {
    return path.resolve("devices");
  }

  Path memory() {
    return path.resolve("memory");
  }

  /** Deletes everything that is left. */
  void delete() {
    space.deleteSoon(path);
    onDisk.forEach(space::deleteSoon);
  }
}
