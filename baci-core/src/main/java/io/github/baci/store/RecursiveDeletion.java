package io.github.baci.store;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.UUID;

/**
 * Deletes directories with all that is in them. Each name is deleted from the open directory that
 * it was found in, so that no link is followed, whoever swaps names meanwhile, and paths may be
 * longer than the system takes at once. What is nested too deeply to keep all directories above it
 * open is moved up first.
 */
final class RecursiveDeletion {
  private static final int MOST_OPEN = 100;

  private final SecureDirectoryStream<Path> top;
  private final Deque<Path> movedUp = new ArrayDeque<>();

  private RecursiveDeletion(SecureDirectoryStream<Path> top) {
    this.top = top;
  }

  /**
   * Deletes a file or a directory as far as this process may.
   *
   * @return whether nothing is left
   */
  static boolean delete(Path path) {
    Path absolute = path.toAbsolutePath();
    try (DirectoryStream<Path> parent = Files.newDirectoryStream(absolute.getParent())) {
      if (parent instanceof SecureDirectoryStream<Path> secure) {
        deleteIn(secure, absolute.getFileName());
      } else {
        Files.walkFileTree(absolute, new ByPath());
      }
    } catch (IOException e) {
      // What is left is seen below; the reason does not matter.
    }
    return !Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static void deleteIn(SecureDirectoryStream<Path> parent, Path name) throws IOException {
    if (isDeleted(parent, name)) {
      return;
    }
    try (SecureDirectoryStream<Path> top = opened(parent, name)) {
      RecursiveDeletion deletion = new RecursiveDeletion(top);
      deletion.clear(top, 1);
      while (!deletion.movedUp.isEmpty()) {
        deletion.remove(top, deletion.movedUp.pop(), 1);
      }
    }
    parent.deleteDirectory(name);
  }

  /** For systems other than Linux, where no command has been at work. */
  private static final class ByPath extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, IOException failure)
        throws IOException {
      Files.delete(directory);
      return FileVisitResult.CONTINUE;
    }
  }

  /** Deletes what is in a directory. */
  private void clear(SecureDirectoryStream<Path> directory, int depth) {
    try {
      for (Path child : directory) {
        remove(directory, child.getFileName(), depth);
      }
    } catch (DirectoryIteratorException e) {
      // It cannot be read any further.
    }
  }

  private void remove(SecureDirectoryStream<Path> directory, Path name, int depth) {
    if (isDeleted(directory, name)) {
      return;
    }
    try {
      if (depth >= MOST_OPEN) {
        Path place = Path.of("deep-" + UUID.randomUUID());
        makeWritable(directory, name); // or its entry '..' could not be changed
        directory.move(name, top, place);
        movedUp.push(place);
        return;
      }
      try (SecureDirectoryStream<Path> below = opened(directory, name)) {
        clear(below, depth + 1);
      }
      directory.deleteDirectory(name);
    } catch (IOException e) {
      // It, or something in it, belongs to somebody else.
    }
  }

  /** Deletes what is no directory; returns whether nothing is left to do. */
  private static boolean isDeleted(SecureDirectoryStream<Path> directory, Path name) {
    try {
      directory.deleteFile(name);
      return true;
    } catch (NoSuchFileException e) {
      return true;
    } catch (IOException e) {
      return false; // it is a directory, or may not be deleted
    }
  }

  private static SecureDirectoryStream<Path> opened(
      SecureDirectoryStream<Path> directory, Path name) throws IOException {
    makeWritable(directory, name);
    return directory.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
  }

  /** Images have directories that even their owner may not write to. */
  private static void makeWritable(SecureDirectoryStream<Path> directory, Path name) {
    PosixFileAttributeView view =
        directory.getFileAttributeView(
            name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    try {
      Set<PosixFilePermission> permissions = view.readAttributes().permissions();
      if (!permissions.contains(PosixFilePermission.OWNER_WRITE)
          || !permissions.contains(PosixFilePermission.OWNER_EXECUTE)) {
        view.setPermissions(PosixFilePermissions.fromString("rwx------"));
      }
    } catch (IOException e) {
      // It belongs to somebody else, or has just gone.
    }
  }
}
