package io.github.baci.build.copy;

import io.github.baci.api.Digest;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerReader;
import io.github.baci.layer.LayerStore;
import io.github.baci.layer.PositionedInput;
import io.github.baci.store.Records;
import io.github.baci.store.Store;
import io.github.baci.store.Store.Area;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the contents of files lie in the layer that an instruction made of a context when it was
 * last executed. Where one of many files has changed, the others are taken from there: one file is
 * read from its begin to its end instead of many being opened. What is read is checked as all that
 * comes from the store.
 *
 * <p>A content is found by its SHA-256 digest alone, so that it does not matter which instruction
 * wrote the record. Whoever asks must know the digest from an earlier build, and that the file has
 * not changed since by all that the kernel says of it; a digest that was only just taken may be
 * that of other bytes than those that are there now.
 *
 * <p>Format: the 64 hex digits of the layer's diff ID, then for each content the 32 bytes of its
 * digest and its offset in the tar in 8 bytes, big-endian. For one thread.
 */
final class EarlierContents implements AutoCloseable {
  /** Fewer files than this are opened faster than the index of a layer is read. */
  static final int LEAST_FILES = 1000;

  private static final int DIFF_ID = 64;
  private static final int DIGEST = 32;
  private static final int RECORD = DIGEST + Long.BYTES;
  private static final long NOT_THERE = -1;

  private final Records records;
  private final String key;
  private final long began;
  private final byte[] content;
  private final ByteBuffer bytes;
  private final int[] slots;
  private final @Nullable LayerReader reader;
  private final ByteArrayOutputStream news = new ByteArrayOutputStream();

  private EarlierContents(
      Records records, String key, long began, byte[] content, @Nullable LayerReader tar) {
    this.records = records;
    this.key = key;
    this.began = began;
    this.content = content;
    this.bytes = ByteBuffer.wrap(content);
    this.reader = tar;
    int count = tar == null ? 0 : (content.length - DIFF_ID) / RECORD;
    this.slots = new int[Math.max(16, Integer.highestOneBit(Math.max(1, count)) * 4)];
    for (int at = DIFF_ID; at < DIFF_ID + count * RECORD; at += RECORD) {
      int slot = slot(bytes.getLong(at));
      while (slots[slot] != 0) {
        slot = next(slot);
      }
      slots[slot] = at;
    }
  }

  /**
   * Opens the layer that was made last, if it is still there.
   *
   * @param subject tells the instruction and its context from others
   * @param began a time before any digest was taken, in nanoseconds since the epoch
   */
  static EarlierContents of(Store store, LayerStore layers, Digest subject, long began)
      throws IOException {
    Records records = new Records(store);
    String key = "copied-" + subject.hex();
    byte[] content = records.find(Area.FILES, key).orElse(new byte[0]);
    if (content.length < DIFF_ID || (content.length - DIFF_ID) % RECORD != 0) {
      return new EarlierContents(records, key, began, content, null);
    }
    String hex = new String(content, 0, DIFF_ID, StandardCharsets.US_ASCII);
    Optional<Layer> layer = layers.find(Digest.parse("sha256:" + hex));
    return new EarlierContents(
        records, key, began, content, layer.isPresent() ? layer.get().open() : null);
  }

  /**
   * Returns a time before any digest was taken, in nanoseconds since the epoch. Of a file that was
   * changed just before it, the digest may be that of other bytes than those that were copied, and
   * neither is to be kept.
   */
  long began() {
    return began;
  }

  /**
   * Returns where a content begins in {@link #bytes}, or a negative number if it is not there.
   *
   * @param digest the SHA-256 digest of the content
   */
  long find(byte[] digest) {
    for (int slot = slot(ByteBuffer.wrap(digest).getLong()); slots[slot] != 0; slot = next(slot)) {
      int at = slots[slot];
      if (Arrays.equals(content, at, at + DIGEST, digest, 0, DIGEST)) {
        return bytes.getLong(at + DIGEST);
      }
    }
    return NOT_THERE;
  }

  /** Returns the tar in which {@link #find} found something. */
  PositionedInput bytes() {
    if (reader == null) {
      throw new IllegalStateException("nothing was found");
    }
    return reader;
  }

  /**
   * Takes note of a content of the layer that is being made.
   *
   * @param digest its SHA-256 digest
   * @param offset where it begins in the tar
   */
  void add(byte[] digest, long offset) {
    news.write(digest, 0, DIGEST);
    news.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(offset).array());
  }

  /** Remembers the layer that was made, in place of the one before. */
  void remember(Layer made) throws IOException {
    ByteBuffer record = ByteBuffer.allocate(DIFF_ID + news.size());
    record.put(made.diffId().hex().getBytes(StandardCharsets.US_ASCII)).put(news.toByteArray());
    if (!Arrays.equals(record.array(), content)) {
      records.put(Area.FILES, key, record.array());
    }
  }

  private int slot(long digest) {
    return (int) digest & (slots.length - 1);
  }

  private int next(int slot) {
    return (slot + 1) & (slots.length - 1);
  }

  @Override
  public void close() {
    if (reader != null) {
      reader.close();
    }
  }
}
