package io.github.baci.container.builder;

import io.github.baci.api.BaciException;
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
 * A place inside a root directory, held by a descriptor. The path is followed name by name, from
 * one descriptor to the next, with all links followed as if the directory were the root: whoever
 * swaps names meanwhile cannot lead out of the root, and what was found stays what it is. Links of
 * /proc that lead to open files are followed as the text that they show.
 *
 * <p>This is what {@code openat2} does with RESOLVE_IN_ROOT and RESOLVE_NO_MAGICLINKS, on kernels
 * that do not have it too, and it knows what of a path is missing.
 */
final class RootPlace implements AutoCloseable {
  private static final int MOST_LINKS = 255;
  private static final int DIRECTORY_MODE = 0755;
  private static final int FILE_MODE = 0644;

  private final String wanted;

  /** Descriptors of the root and of each name that is there; the last is the place, or nearest. */
  private final Deque<Integer> open = new ArrayDeque<>();

  private final List<String> names = new ArrayList<>();
  private final List<String> missing = new ArrayList<>();

  private RootPlace(String wanted) {
    this.wanted = wanted;
  }

  /**
   * Follows a path.
   *
   * @param root a descriptor of the root directory
   * @param path absolute, or relative to the root
   */
  static RootPlace find(int root, String path) throws IOException {
    RootPlace place = new RootPlace(path);
    try {
      place.open.push(FileCalls.open(root, ".", FileCalls.O_PATH, 0));
      place.follow();
      return place;
    } catch (IOException | RuntimeException e) {
      place.close();
      throw e;
    }
  }

  private void follow() throws IOException {
    Deque<String> left = new ArrayDeque<>(List.of(wanted.split("/")));
    int links = 0;
    while (!left.isEmpty()) {
      String name = left.pop();
      if (name.isEmpty() || name.equals(".")) {
        continue;
      }
      if (name.equals("..")) {
        up();
        continue;
      }
      if (!missing.isEmpty()) {
        missing.add(name);
        continue;
      }
      Optional<String> target = down(name);
      if (target.isPresent()) {
        if (++links > MOST_LINKS) {
          throw new BaciException(
              "'%s' in the container leads over more than %d symbolic links"
                  .formatted(wanted, MOST_LINKS));
        }
        if (target.get().startsWith("/")) {
          toRoot();
        }
        String[] parts = target.get().split("/");
        for (int i = parts.length - 1; i >= 0; i--) {
          left.push(parts[i]);
        }
      }
    }
  }

  /** Goes to a name in the directory reached; returns the target if it is a link. */
  private Optional<String> down(String name) throws IOException {
    Optional<Integer> fd = openNoFollow(open.peek(), name);
    if (fd.isEmpty()) {
      missing.add(name);
      return Optional.empty();
    }
    try {
      if (FileCalls.fstat(fd.get()).type() == FileStatus.S_IFLNK) {
        String target = FileCalls.readlink(fd.get(), "");
        FileCalls.close(fd.get());
        return Optional.of(target);
      }
    } catch (IOException e) {
      FileCalls.close(fd.get());
      throw e;
    }
    open.push(fd.get());
    names.add(name);
    return Optional.empty();
  }

  private static Optional<Integer> openNoFollow(int directory, String name) throws IOException {
    try {
      return Optional.of(FileCalls.openPlace(directory, name));
    } catch (SystemCallException e) {
      if (e.errno() == Errno.ENOENT || e.errno() == Errno.ENOTDIR) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private void up() {
    if (!missing.isEmpty()) {
      missing.remove(missing.size() - 1);
    } else if (open.size() > 1) {
      FileCalls.close(open.pop());
      names.remove(names.size() - 1);
    }
  }

  private void toRoot() {
    while (open.size() > 1) {
      FileCalls.close(open.pop());
    }
    names.clear();
  }

  /** Returns whether all of the path is there. */
  boolean exists() {
    return missing.isEmpty();
  }

  /** Returns whether the place is the root directory itself. */
  boolean isRoot() {
    return names.isEmpty() && missing.isEmpty();
  }

  /** Returns the path relative to the root, without links; empty for the root itself. */
  String path() {
    List<String> all = new ArrayList<>(names);
    all.addAll(missing);
    return String.join("/", all);
  }

  /** Returns how many names of {@link #path} are there. */
  int existing() {
    return names.size();
  }

  /** Returns what is at the place, if it is there. */
  Optional<FileStatus> status() throws IOException {
    return exists() ? Optional.of(FileCalls.fstat(open.peek())) : Optional.empty();
  }

  /** Returns a descriptor, which programs do not inherit and this object closes. */
  int fd() {
    return open.peek();
  }

  /** Returns a path that leads to the place alone, whatever names are swapped. */
  String link() {
    return link(fd());
  }

  /** Returns a path that leads to what a descriptor stands for. */
  static String link(int fd) {
    return "/proc/self/fd/" + fd;
  }

  /**
   * Makes what is missing: directories, and at the end a directory or an empty file.
   *
   * @throws BaciException if the place is there and not of that kind
   */
  RootPlace made(boolean directory) throws IOException {
    while (!missing.isEmpty()) {
      String name = missing.remove(0);
      boolean isLast = missing.isEmpty();
      if (!isLast || directory) {
        FileCalls.mkdir(fd(), name, DIRECTORY_MODE);
      } else {
        int file =
            FileCalls.open(
                fd(), name, FileCalls.O_WRONLY | FileCalls.O_CREAT | FileCalls.O_EXCL, FILE_MODE);
        FileCalls.close(file);
      }
      open.push(FileCalls.openPlace(fd(), name));
      names.add(name);
    }
    if (FileCalls.fstat(fd()).isDirectory() != directory) {
      throw new BaciException(
          directory
              ? "a directory cannot be mounted on '%s', which is a file".formatted(wanted)
              : "a file cannot be mounted on '%s', which is a directory".formatted(wanted));
    }
    return this;
  }

  /**
   * Opens what has just been mounted on the place: the name leads to it now, while the descriptor
   * of the place still leads to what it covers.
   *
   * @param source what was mounted, or -1 if it is a new file system
   * @return a descriptor, to be closed by the caller
   */
  int mounted(int source) throws IOException {
    if (names.isEmpty()) {
      throw new BaciException("nothing can be mounted on '%s', the root".formatted(wanted));
    }
    int below = open.pop();
    int directory = open.peek();
    open.push(below);
    int fd = FileCalls.openPlace(directory, names.get(names.size() - 1));
    FileStatus now = FileCalls.fstat(fd);
    FileStatus expected = FileCalls.fstat(source < 0 ? below : source);
    boolean isSame = now.device() == expected.device() && now.inode() == expected.inode();
    if (isSame != (source >= 0)) {
      FileCalls.close(fd);
      throw new BaciException(
          "'%s' was changed by another command while something was mounted on it"
              .formatted(wanted));
    }
    return fd;
  }

  @Override
  public void close() {
    while (!open.isEmpty()) {
      FileCalls.close(open.pop());
    }
  }
}
