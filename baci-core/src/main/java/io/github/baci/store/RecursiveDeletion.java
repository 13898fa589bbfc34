package io.github.baci.store;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;

/** Deletes directories with all that is in them, never following a link. */
final class RecursiveDeletion {
  private RecursiveDeletion() {}

  /**
   * Deletes a file or a directory as far as this process may.
   *
   * @return whether nothing is left
   */
  static boolean delete(Path path) {
    try {
      Files.walkFileTree(path, new Visitor());
    } catch (IOException e) {
      // What is left is seen below; the reason does not matter.
    }
    return !Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static final class Visitor extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
        throws IOException {
      PosixFileAttributeView view =
          Files.getFileAttributeView(
              directory, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
      // Images have directories that even their owner may not write to.
      if (view != null && !(Files.isWritable(directory) && Files.isExecutable(directory))) {
        try {
          view.setPermissions(PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
          return FileVisitResult.CONTINUE;
        }
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      deleteIfAllowed(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
      if (!(failure instanceof NoSuchFileException)) {
        deleteIfAllowed(file);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, IOException failure) {
      deleteIfAllowed(directory);
      return FileVisitResult.CONTINUE;
    }

    private static void deleteIfAllowed(Path path) {
      try {
        Files.deleteIfExists(path);
      } catch (DirectoryNotEmptyException e) {
        // Something in it could not be deleted.
      } catch (IOException e) {
        // It belongs to somebody else.
      }
    }
  }
}
