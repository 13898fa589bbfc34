package io.github.baci.container.host;

import io.github.baci.api.BaciException;
import io.github.baci.api.Option;
import io.github.baci.store.UnixAttributes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/**
 * Whether two names of one file are one file on a file system, at any time. Some that are served by
 * a program (FUSE) have no hard links, numbers of their own for each name, or know of a change at
 * the other name only after a while: there, what a command has changed cannot be told.
 */
final class HardLinkCheck {
  private static final String ATTRIBUTES = "unix:ino,nlink,mode";
  private static final int PERMISSIONS = 0777;

  private HardLinkCheck() {}

  /**
   * What a file system says of a name.
   *
   * @param inode the file's number
   * @param links how many names the file has
   * @param permissions the mode without the type
   */
  record Name(long inode, int links, int permissions) {
    static Name of(Path file) throws IOException {
      Map<String, Object> said = Files.readAttributes(file, ATTRIBUTES);
      return new Name(
          UnixAttributes.number(said, "ino"),
          (int) UnixAttributes.number(said, "nlink"),
          (int) UnixAttributes.number(said, "mode"));
    }

    /** Returns whether this is the second name of the file that the other is the first one of. */
    boolean isSecondOf(Name first) {
      return inode == first.inode
          && links == 2
          && first.links == 2
          && (permissions & PERMISSIONS) == (first.permissions & PERMISSIONS);
    }
  }

  /**
   * Refuses a store on a file system without them.
   *
   * @param store its directory
   * @param directory an empty one of the store, which is deleted
   * @throws BaciException that says so, and what to do
   */
  static void run(Path store, Path directory) throws IOException {
    try {
      if (!hasThem(directory)) {
        throw refusal(store);
      }
    } finally {
      Files.deleteIfExists(directory.resolve("second"));
      Files.deleteIfExists(directory.resolve("first"));
      Files.delete(directory);
    }
  }

  private static boolean hasThem(Path directory) throws IOException {
    Path first = Files.createFile(directory.resolve("first"));
    Path second = directory.resolve("second");
    try {
      Files.createLink(second, first);
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
    if (!Name.of(second).isSecondOf(Name.of(first))) {
      return false;
    }
    Files.setPosixFilePermissions(first, PosixFilePermissions.fromString("r--r-----"));
    return Name.of(second).isSecondOf(Name.of(first));
  }

  /** Returns what is said of a store. */
  static BaciException refusal(Path store) {
    return new BaciException(
        "the file system of the store '%s' does not keep two names of one file as one file, as some do that a program serves (sshfs, bindfs), so that what a RUN changes cannot be told: name a directory elsewhere (%s), in a container on a volume"
            .formatted(store, Option.STORE_DIRECTORY));
  }
}
