package io.github.baci.container.builder;

import io.github.baci.api.Digest;
import io.github.baci.container.ContainerMount;
import io.github.baci.container.ContainerMount.Cache.Sharing;
import io.github.baci.container.syscall.FileCalls;
import io.github.baci.store.Store;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** The directories of cache mounts: {@code CACHES/ID/NUMBER} in the store. */
final class CacheDirectories {
  private final Store store;
  private final IdMapping mapping;
  private final UnpackedLayers unpacked;

  CacheDirectories(Store store, IdMapping mapping, UnpackedLayers unpacked) {
    this.store = store;
    this.mapping = mapping;
    this.unpacked = unpacked;
  }

  /**
   * A cache in use.
   *
   * @param directory its directory
   * @param release what ends the use
   */
  record Held(Path directory, Release release) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      release.release();
    }
  }

  /** Ends the use of a cache. */
  interface Release {
    void release() throws IOException;
  }

  /** Takes the directory of a cache; waits, if it is locked. */
  Held take(ContainerMount.Cache cache) throws IOException {
    String key =
        Digest.sha256Of(cache.id().getBytes(StandardCharsets.UTF_8)).hex().substring(0, 40)
            + "-"
            + mapping.letter();
    Path directory = used(key);
    if (cache.sharing() == Sharing.PRIVATE) {
      return takePrivate(directory, cache);
    }
    if (cache.sharing() == Sharing.LOCKED) {
      Store.Lock lock = store.lock("cache-" + key);
      return new Held(made(directory.resolve("0"), cache), lock::close);
    }
    return new Held(made(directory.resolve("0"), cache), () -> {});
  }

  /** Returns the directory of a cache, marked as used, so that it is not pruned. */
  private Path used(String key) throws IOException {
    Optional<Path> found = store.find(Store.Area.CACHES, key);
    return found.isPresent()
        ? found.get()
        : Files.createDirectories(store.path(Store.Area.CACHES, key));
  }

  private Held takePrivate(Path directory, ContainerMount.Cache cache) throws IOException {
    for (int number = 0; ; number++) {
      FileChannel channel =
          FileChannel.open(
              directory.resolve(number + ".lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE);
      try {
        FileLock lock = channel.tryLock();
        if (lock != null) {
          return new Held(made(directory.resolve(String.valueOf(number)), cache), channel::close);
        }
      } catch (OverlappingFileLockException e) {
        // another run of this builder has it
      }
      channel.close();
    }
  }

  @SuppressWarnings("try") // a lock is held, not used
  private Path made(Path directory, ContainerMount.Cache cache) throws IOException {
    try (Store.Lock lock = store.lock("caches")) {
      if (!Files.exists(directory)) {
        Path temporary = store.newTemporaryDirectory();
        String path = temporary.toString();
        if (!cache.seed().isEmpty()) {
          MergedCopy.copy(unpacked.all(cache.seed()), temporary);
        }
        if (mapping != IdMapping.SINGLE) {
          FileCalls.chown(FileCalls.CWD, path, cache.owner().uid(), cache.owner().gid());
        }
        FileCalls.chmod(FileCalls.CWD, path, cache.mode());
        Files.move(temporary, directory);
      }
    }
    return directory;
  }
}
