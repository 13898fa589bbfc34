package io.github.baci.container.syscall;

import io.github.baci.layer.NameBytes;

/**
 * A path as calls take it, whatever its length: Linux takes no path of {@value #PATH_MAX} bytes or
 * more at once, but directories can be nested deeper than that, by whoever changes into each. The
 * way is then gone in several steps, and only the last piece is given to the call. Links on the way
 * are not followed.
 */
final class DeepPath implements AutoCloseable {
  private static final int PATH_MAX = 4096;

  private final int directory;
  private final String path;
  private final boolean isOpened;

  private DeepPath(int directory, String path, boolean isOpened) {
    this.directory = directory;
    this.path = path;
    this.isOpened = isOpened;
  }

  static DeepPath of(int directory, String path) throws SystemCallException {
    if (path.length() < PATH_MAX / 4 || NameBytes.encode(path).length < PATH_MAX) {
      return new DeepPath(directory, path, false);
    }
    int at = directory;
    String rest = path;
    try {
      while (NameBytes.encode(rest).length >= PATH_MAX) {
        // As many units as this have no more bytes than a path may have.
        int slash = rest.lastIndexOf('/', PATH_MAX / 4);
        if (slash <= 0) {
          throw Call.failure(Errno.ENAMETOOLONG, "path");
        }
        int next = FileCalls.openOnWay(at, rest.substring(0, slash));
        if (at != directory) {
          FileCalls.close(at);
        }
        at = next;
        rest = rest.substring(slash + 1);
      }
    } catch (SystemCallException e) {
      if (at != directory) {
        FileCalls.close(at);
      }
      throw e;
    }
    return new DeepPath(at, rest, true);
  }

  /** Returns the directory that the rest of the path is relative to. */
  long directory() {
    return directory;
  }

  /** Returns the rest of the path as a C string. */
  byte[] path() {
    return Call.string(path);
  }

  /** Returns a path of usual length for calls that take no directory. */
  String absolute() {
    return isOpened ? "/proc/self/fd/" + directory + "/" + path : path;
  }

  @Override
  public void close() {
    if (isOpened) {
      FileCalls.close(directory);
    }
  }
}
