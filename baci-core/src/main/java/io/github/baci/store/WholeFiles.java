package io.github.baci.store;

import io.github.baci.store.Store.Area;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Files of a store that others read without checking them, such as the JVM, a linker or rkt: each
 * has a checksum in a record beside it, and is read through once before it is handed out. For files
 * of some megabytes, of which one use costs far more than that. A file without a record is none,
 * and is made anew. Safe for several threads and processes.
 */
public final class WholeFiles {
  private static final int BUFFER = 256 << 10;

  private final Store store;
  private final Records records;

  /** Keeps files in a store. */
  public WholeFiles(Store store) {
    this.store = store;
    this.records = new Records(store);
  }

  /** Returns a file that is there and as it was written; a damaged one is taken away. */
  public Optional<Path> find(Area area, String key) throws IOException {
    return store.find(area, key).isPresent() ? findUnmarked(area, key) : Optional.empty();
  }

  /** Returns a file as {@link #find}, and leaves its time of modification alone. */
  public Optional<Path> findUnmarked(Area area, String key) throws IOException {
    Optional<String> wanted = records.text(area, key);
    if (wanted.isEmpty()) {
      return Optional.empty();
    }
    try {
      if (checksum(store.path(area, key)).equals(wanted.get())) {
        return Optional.of(store.path(area, key));
      }
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    store.dropDamaged(area, key);
    return Optional.empty();
  }

  /**
   * Returns a file that somebody has found before.
   *
   * @throws DamagedEntryException if it is not as it was written; it is gone then
   */
  public Path require(Area area, String key) throws IOException {
    Path file = store.path(area, key);
    Optional<String> wanted = records.text(area, key);
    if (wanted.isEmpty()) {
      store.discard(area, key);
      throw DamagedEntryException.gone(store, "the checksum of '" + key + "'");
    }
    if (!checksum(file).equals(wanted.get())) {
      throw DamagedEntryException.dropping(store, area, key);
    }
    return file;
  }

  /** Puts a file into the store, unless a whole one is there. */
  @SuppressWarnings("try") // a lock is held, not used
  public Path put(Store.Staged staged, Area area, String key) throws IOException {
    // One at a time: else one's checksum could come to stand beside another's file.
    try (Store.Lock lock = store.lock("whole-files")) {
      Optional<Path> there = findUnmarked(area, key);
      if (there.isPresent()) {
        return there.get();
      }
      records.put(area, key, checksum(staged.path()));
      return staged.replace(key);
    }
  }

  private static String checksum(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      CRC32C crc = new CRC32C();
      ByteBuffer buffer = ByteBuffer.allocateDirect((int) Math.min(channel.size() + 1, BUFFER));
      while (channel.read(buffer.clear()) >= 0) {
        crc.update(buffer.flip());
      }
      return channel.size() + " " + Long.toHexString(crc.getValue());
    }
  }
}
