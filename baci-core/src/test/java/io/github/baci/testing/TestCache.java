package io.github.baci.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * What is dear to make and kept from one run of the tests to the next: a directory {@code
 * baci-test} in the user's cache directory, or the one that the system property {@code
 * baci.test.cache} names.
 */
final class TestCache {
  private TestCache() {}

  /** Makes something at a path that does not exist yet. */
  interface Maker {
    void make(Path path) throws IOException;
  }

  /**
   * Returns what has the name, made if it is missing. Whole or not there, also for several
   * processes.
   */
  static Path get(String name, Maker maker) {
    try {
      Path directory = directory();
      Files.createDirectories(directory);
      try (FileChannel channel =
              FileChannel.open(
                  directory.resolve(name + ".lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        Path path = directory.resolve(name);
        if (lock.isValid() && !Files.exists(path)) {
          Path part = directory.resolve(name + ".part");
          Command.of("rm", "-rf", part.toString()).succeed();
          maker.make(part);
          Files.move(part, path, StandardCopyOption.ATOMIC_MOVE);
        }
        return path;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path directory() {
    String given = System.getProperty("baci.test.cache");
    if (given != null) {
      return Path.of(given).toAbsolutePath();
    }
    return Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
        .filter(value -> value.startsWith("/"))
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
        .resolve("baci-test");
  }
}
