package io.github.baci.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;

/** A file in the temporary space that is going to be part of the store. */
final class StagedFile implements Store.Staged {
  private final Path path;
  private final Function<String, Path> places;
  private final Predicate<Path> use;
  private boolean open = true;

  /**
   * Wraps a file that exists.
   *
   * @param places where a file of a key belongs
   * @param use marks a file in the store as used, unless it is not there
   */
  StagedFile(Path path, Function<String, Path> places, Predicate<Path> use) {
    this.path = path;
    this.places = places;
    this.use = use;
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public Path commit(String key) throws IOException {
    Path target = begin(key);
    if (!use.test(target)) {
      sync();
      makeDirectory(target);
      moveIfFree(target);
    }
    close();
    return target;
  }

  @Override
  public Path replace(String key) throws IOException {
    begin(key);
    sync();
    return replaceUnsynced(key);
  }

  @Override
  public Path replaceUnsynced(String key) throws IOException {
    Path target = begin(key);
    makeDirectory(target);
    Files.move(path, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    open = false;
    return target;
  }

  private Path begin(String key) {
    if (!open) {
      throw new IllegalStateException("already committed or closed");
    }
    return places.apply(key);
  }

  private static void makeDirectory(Path target) throws IOException {
    OwnerOnly.directories(
        Objects.requireNonNull(target.getParent(), "all files of a store are below its directory"));
  }

  private void sync() throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      channel.force(false);
    }
  }

  /** A hard link is the one way to move a file that never replaces another. */
  private void moveIfFree(Path target) throws IOException {
    try {
      Files.createLink(target, path);
    } catch (FileAlreadyExistsException e) {
      // Another build was faster; its file is as good.
    } catch (UnsupportedOperationException | FileSystemException e) {
      // A file system without hard links. That two builds get here at once does no harm: both
      // files are complete.
      if (!Files.exists(target)) {
        Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
      }
    }
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      try {
        Files.deleteIfExists(path);
      } catch (IOException e) {
        // It is deleted with the temporary space.
      }
    }
  }
}
