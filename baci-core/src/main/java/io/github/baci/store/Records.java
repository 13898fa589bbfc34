package io.github.baci.store;

import io.github.baci.store.Store.Area;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The small entries of a store that say something of others, and are read and written whole: what a
 * step made, what a tag stood for. Each ends with a checksum, so that one whose bytes a disk has
 * changed is never believed; it is taken away, and what it said is found out again.
 *
 * <p>Format: the content, the bytes {@code rec1}, and the CRC-32C of key and content in 4 bytes,
 * big-endian. The name of the file is the key and {@code .rec}. Safe for several threads and
 * processes.
 */
public final class Records {
  private static final int MAGIC = 0x72656331;
  private static final int TRAILER = 2 * Integer.BYTES;
  static final String SUFFIX = ".rec";

  private final Store store;

  /** Keeps records in a store. */
  public Records(Store store) {
    this.store = store;
  }

  /** Returns the content of a record; one that is damaged or cannot be read is none. */
  public Optional<byte[]> find(Area area, String key) {
    Optional<Path> file = store.find(area, key + SUFFIX);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try {
      Optional<byte[]> content = content(key, Files.readAllBytes(file.get()));
      if (content.isPresent()) {
        return content;
      }
    } catch (NoSuchFileException e) {
      return Optional.empty(); // pruned meanwhile
    } catch (IOException e) {
      // A disk that cannot give the bytes has lost them.
    }
    store.dropDamaged(area, key + SUFFIX);
    return Optional.empty();
  }

  /** Returns the content of a record's file; nothing, if that is damaged. */
  static Optional<byte[]> content(String key, byte[] file) {
    int length = file.length - TRAILER;
    ByteBuffer trailer = ByteBuffer.wrap(file, Math.max(0, length), Math.min(file.length, 8));
    return length >= 0
            && trailer.getInt() == MAGIC
            && trailer.getInt() == checksum(key, file, length)
        ? Optional.of(Arrays.copyOf(file, length))
        : Optional.empty();
  }

  /** Returns the content of a record as text. */
  public Optional<String> text(Area area, String key) {
    return find(area, key).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  /** Writes a record, in place of the one that is there, if any. */
  public void put(Area area, String key, byte[] content) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(content.length + TRAILER);
    bytes.put(content).putInt(MAGIC).putInt(checksum(key, content, content.length));
    try (Store.Staged staged = store.stage(area)) {
      Files.write(staged.path(), bytes.array());
      staged.replaceUnsynced(key + SUFFIX); // one that a loss of power damages is none
    }
  }

  /** Writes a record of text. */
  public void put(Area area, String key, String text) throws IOException {
    put(area, key, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Takes a record away, if it is there. */
  public void remove(Area area, String key) throws IOException {
    store.discard(area, key + SUFFIX);
  }

  private static int checksum(String key, byte[] content, int length) {
    CRC32C crc = new CRC32C();
    crc.update(key.getBytes(StandardCharsets.UTF_8));
    crc.update(content, 0, length);
    return (int) crc.getValue();
  }
}
