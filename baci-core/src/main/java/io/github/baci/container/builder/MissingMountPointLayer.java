package io.github.baci.container.builder;

import io.github.baci.container.syscall.Errno;
import io.github.baci.container.syscall.ExtendedAttributes;
import io.github.baci.container.syscall.FileCalls;
import io.github.baci.container.syscall.FileStatus;
import io.github.baci.container.syscall.SystemCallException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The mount points that an image does not have, as a layer of their own: mounted as the highest of
 * the lower directories, they are there for the command and in no snapshot. Directories that the
 * image has, and that are on the way, are repeated with all their attributes.
 */
final class MissingMountPointLayer {
  private final int image;
  private final Path imagePath;
  private final Path directory;
  private final Map<String, FileStatus> repeated = new TreeMap<>();
  private final Set<String> made = new HashSet<>();

  /**
   * Begins a layer.
   *
   * @param image a descriptor of the image's merged root
   * @param imagePath the path of that root
   * @param directory the directory of the layer, which is made
   */
  MissingMountPointLayer(int image, Path imagePath, Path directory) {
    this.image = image;
    this.imagePath = imagePath;
    this.directory = directory;
  }

  /** Adds a mount point that is missing. */
  void add(RootPath missing, RequiredPlace point) throws IOException {
    if (!Files.exists(directory)) {
      FileCalls.mkdir(FileCalls.CWD, directory.toString(), 0755);
    }
    String path = missing.path();
    for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
      parent(path.substring(0, slash));
    }
    if (point.directory()) {
      parent(path);
      FileCalls.chmod(FileCalls.CWD, directory.resolve(path).toString(), point.mode());
    } else if (made.add(path)) {
      Files.createFile(directory.resolve(path));
    }
  }

  private void parent(String path) throws IOException {
    if (repeated.containsKey(path) || !made.add(path)) {
      return;
    }
    FileCalls.mkdir(FileCalls.CWD, directory.resolve(path).toString(), 0755);
    Optional<FileStatus> status = RootPath.stat(image, path);
    if (status.isEmpty()) {
      return;
    }
    made.remove(path);
    repeated.put(path, status.get());
    String target = directory.resolve(path).toString();
    FileCalls.chown(FileCalls.CWD, target, status.get().uid(), status.get().gid());
    FileCalls.chmod(FileCalls.CWD, target, status.get().permissions());
    for (Map.Entry<String, byte[]> xattr :
        ExtendedAttributes.all(imagePath.resolve(path).toString()).entrySet()) {
      try {
        ExtendedAttributes.set(target, xattr.getKey(), xattr.getValue());
      } catch (SystemCallException e) {
        if (e.errno() != Errno.EOPNOTSUPP) { // memory has no user attributes before Linux 6.6
          throw e;
        }
      }
    }
  }

  /** Gives the repeated directories their times. To be called when all is added. */
  void finish() throws IOException {
    for (Map.Entry<String, FileStatus> entry : repeated.entrySet()) {
      FileStatus status = entry.getValue();
      FileCalls.utimes(
          FileCalls.CWD,
          directory.resolve(entry.getKey()).toString(),
          status.seconds(),
          status.nanos());
    }
  }

  /** Returns the paths that are there for the run alone. */
  Set<String> made() {
    return made;
  }
}
