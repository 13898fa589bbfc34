package io.github.baci.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Makes files and directories that nobody but their owner gets at, whatever the umask is: a store
 * has the files of images, setuid programs and secrets among them, and whoever writes into it
 * decides what gets into images. On file systems without permissions it makes them as they come.
 */
final class OwnerOnly {
  private static final Set<PosixFilePermission> DIRECTORY =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
  private static final FileAttribute<?>[] NONE = {};

  private OwnerOnly() {}

  /** Makes a file that is not there. */
  static Path file(Path path) throws IOException {
    return Files.createFile(path, attributes(path, FILE));
  }

  /** Opens a file; one that is made is the owner's alone. */
  static FileChannel open(Path path, Set<? extends OpenOption> options) throws IOException {
    return FileChannel.open(path, options, attributes(path, FILE));
  }

  /** Makes a directory that is not there. */
  static Path directory(Path path) throws IOException {
    Files.createDirectory(path, attributes(path, DIRECTORY));
    if (hasPermissions(path)) {
      // a umask takes away what the directory needs, if it is strange enough
      Files.setPosixFilePermissions(path, DIRECTORY);
    }
    return path;
  }

  /**
   * Makes a directory and those above it, as far as they are missing.
   *
   * @throws NotDirectoryException if something else is at the place of one of them
   */
  static void directories(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      return;
    }
    Path parent = path.toAbsolutePath().getParent();
    if (parent != null) {
      directories(parent);
    }
    try {
      directory(path);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(path)) { // else somebody else was faster
        throw e;
      }
    }
  }

  /**
   * Takes what others may do with a directory away, as far as this process is allowed to.
   *
   * @return whether others can do nothing with it
   */
  static boolean tighten(Path directory) throws IOException {
    if (isTight(directory)) {
      return true;
    }
    try {
      Files.setPosixFilePermissions(directory, DIRECTORY);
      return true;
    } catch (FileSystemException e) {
      return false;
    }
  }

  /** Returns whether others can do nothing with a directory. */
  static boolean isTight(Path directory) throws IOException {
    return !hasPermissions(directory)
        || DIRECTORY.containsAll(Files.getPosixFilePermissions(directory));
  }

  /** Returns whether two files belong to the same user; true where files have no owners. */
  static boolean haveOneOwner(Path one, Path other) throws IOException {
    return !one.getFileSystem().supportedFileAttributeViews().contains("unix")
        || Files.getAttribute(one, "unix:uid").equals(Files.getAttribute(other, "unix:uid"));
  }

  private static FileAttribute<?>[] attributes(Path path, Set<PosixFilePermission> permissions) {
    return hasPermissions(path)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : NONE;
  }

  private static boolean hasPermissions(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
