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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The directories of cache mounts: {@code CACHES/ID/NUMBER} in the store. */
final class CacheDirectories {
  private static final int USUAL_MODE = 0755;

  private final Store store;
  private final IdMapping mapping;
  private final UnpackedLayers unpacked;
  private final FileTraits traits;

  CacheDirectories(Store store, IdMapping mapping, UnpackedLayers unpacked, FileTraits traits) {
    this.store = store;
    this.mapping = mapping;
    this.unpacked = unpacked;
    this.traits = traits;
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
        Digest.sha256Of(identity(cache).getBytes(StandardCharsets.UTF_8)).hex().substring(0, 40)
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

  /**
   * Returns what tells caches apart: beside the id everything that decides what a new one is like.
   * A cache that begins empty, as root's and with the usual mode, has its id alone.
   */
  private static String identity(ContainerMount.Cache cache) {
    boolean isUsual =
        cache.seed().isEmpty()
            && cache.mode() == USUAL_MODE
            && cache.owner().uid() == 0
            && cache.owner().gid() == 0;
    return isUsual
        ? cache.id()
        : "%s\0%o %d:%d %s"
            .formatted(
                cache.id(),
                cache.mode(),
                cache.owner().uid(),
                cache.owner().gid(),
                cache.seed().stream().map(Digest::hex).collect(Collectors.joining(",")));
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
        NeutralDirectory.neutralise(temporary);
        String path = temporary.toString();
        if (!cache.seed().isEmpty()) {
          MergedCopy.copy(unpacked.all(cache.seed()), temporary);
        }
        if (mapping != IdMapping.SINGLE && mapping != IdMapping.PRETENDED) {
          FileCalls.chown(FileCalls.CWD, path, cache.owner().uid(), cache.owner().gid());
        }
        FileCalls.chmod(FileCalls.CWD, path, cache.mode());
        if (mapping == IdMapping.PRETENDED) {
          try (Stream<Path> all = Files.walk(temporary)) {
            for (Path file : (Iterable<Path>) all::iterator) {
              traits.made(file);
            }
          }
        }
        Files.move(temporary, directory);
      }
    }
    return directory;
  }
}
