package io.github.baci.container.host;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a worker finds JNA's native library. The libffi in it reads its own path from {@code
 * /proc/self/maps}, and no further than to a blank. When that fails it maps a file writable, and
 * the kernel makes no mount read-only that has such a file open. So where the store's path has
 * blanks, there is a copy elsewhere for the time that the worker takes to start.
 */
final class LoadedLibrary implements AutoCloseable {
  private final Path library;
  private final Optional<Path> other;

  private LoadedLibrary(Path library, Optional<Path> other) {
    this.library = library;
    this.other = other;
  }

  /**
   * Takes the library of a store.
   *
   * @param library its file
   * @param temporary where a directory for a copy can be made
   */
  static LoadedLibrary of(Path library, Path temporary) throws IOException {
    boolean isBetter = Files.isDirectory(temporary) && !hasBlanks(temporary.toRealPath());
    if (!isBetter || !hasBlanks(library.toRealPath())) {
      return new LoadedLibrary(library, Optional.empty());
    }
    LoadedLibrary loaded =
        new LoadedLibrary(library, Optional.of(Files.createTempDirectory(temporary, "baci")));
    try {
      Files.copy(library, loaded.copy().orElseThrow());
    } catch (IOException e) {
      loaded.close();
      throw e;
    }
    return loaded;
  }

  private static boolean hasBlanks(Path path) {
    return path.toString().chars().anyMatch(Character::isWhitespace);
  }

  /**
   * Returns the directories in which JNA is to look for the library, one after another: nothing can
   * be loaded from some temporary directories.
   */
  String directories() {
    return other.map(path -> path + File.pathSeparator).orElse("") + library.getParent();
  }

  private Optional<Path> copy() {
    return other.map(path -> path.resolve(library.getFileName()));
  }

  @Override
  public void close() throws IOException {
    if (other.isPresent()) {
      Files.deleteIfExists(copy().orElseThrow());
      Files.deleteIfExists(other.get());
    }
  }
}
