package io.github.baci.aci.archive;

import io.github.baci.store.DamagedEntryException;
import io.github.baci.store.Store;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A file of compressed chunks: the chunks one after the other, then the index (for each chunk its
 * identity, offset, length and CRC-32C, and the same under the SHA-256 digest of what it was made
 * of), then the number of chunks, the CRC-32C of the index and the magic number.
 */
final class ChunkPack implements AutoCloseable {
  /** "BACIPCK2". */
  static final long MAGIC = 0x424143495043_4b32L;

  /** Length of an index entry: a SHA-256 digest, two numbers and a checksum. */
  static final int ENTRY = 52;

  /** Length of what stands after the index. */
  static final int TAIL = 20;

  /** What an earlier version wrote, without checksums. */
  private static final long EARLIER_MAGIC = 0x424143495043_4b31L;

  private static final int IDENTITY = 32;

  private final Store store;
  private final String key;
  private final FileChannel channel;
  private final Map<ByteBuffer, Range> index = new HashMap<>();

  /** Where a chunk is. */
  record Range(ChunkPack pack, long offset, long length, int checksum) {
    /**
     * Reads the chunk.
     *
     * @param room a buffer that may be used for it, if it is long enough
     * @return a buffer of the chunk's bytes
     * @throws DamagedEntryException if they are not those that were written
     */
    ByteBuffer read(ByteBuffer room) throws IOException {
      ByteBuffer buffer =
          room.capacity() >= length ? room : ByteBuffer.allocateDirect(Math.toIntExact(length));
      buffer.clear().limit((int) length);
      pack.read(buffer, offset);
      if (buffer.flip().remaining() != length || crc(buffer) != checksum) {
        throw DamagedEntryException.dropping(pack.store, Store.Area.CHUNKS, pack.key);
      }
      return buffer;
    }
  }

  private ChunkPack(Store store, String key, FileChannel channel) {
    this.store = store;
    this.key = key;
    this.channel = channel;
  }

  /**
   * Opens a pack of the store.
   *
   * @return nothing, if there is none; one whose index is damaged is taken away
   */
  static Optional<ChunkPack> open(Store store, String key) throws IOException {
    Optional<Path> file = store.find(Store.Area.CHUNKS, key);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    FileChannel channel = FileChannel.open(file.get());
    ChunkPack pack = new ChunkPack(store, key, channel);
    if (pack.readIndex()) {
      return Optional.of(pack);
    }
    if (pack.isOfEarlierVersion()) {
      store.discard(Store.Area.CHUNKS, key);
    } else {
      store.dropDamaged(Store.Area.CHUNKS, key);
    }
    channel.close();
    return Optional.empty();
  }

  /** Returns the checksum of some bytes, and leaves their position alone. */
  static int crc(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.duplicate());
    return (int) crc.getValue();
  }

  private boolean isOfEarlierVersion() throws IOException {
    long size = channel.size();
    return size >= Long.BYTES && bytes(size - Long.BYTES, Long.BYTES).getLong() == EARLIER_MAGIC;
  }

  /** Returns where a chunk is. */
  Optional<Range> find(byte[] identity) {
    return Optional.ofNullable(index.get(ByteBuffer.wrap(identity)));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private boolean readIndex() throws IOException {
    long size = channel.size();
    if (size < TAIL) {
      return false;
    }
    ByteBuffer tail = bytes(size - TAIL, TAIL);
    long count = tail.getLong();
    int checksum = tail.getInt();
    if (tail.getLong() != MAGIC || count < 0 || count > (size - TAIL) / ENTRY) {
      return false;
    }
    long chunksEnd = size - TAIL - count * ENTRY;
    ByteBuffer entries = bytes(chunksEnd, Math.toIntExact(count * ENTRY));
    if (entries.remaining() != count * ENTRY || crc(entries) != checksum) {
      return false;
    }
    while (entries.hasRemaining()) {
      byte[] identity = new byte[IDENTITY];
      entries.get(identity);
      Range range = new Range(this, entries.getLong(), entries.getLong(), entries.getInt());
      if (range.offset < 0 || range.length < 0 || range.offset > chunksEnd - range.length) {
        return false;
      }
      index.put(ByteBuffer.wrap(identity), range);
    }
    return true;
  }

  private ByteBuffer bytes(long position, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    read(buffer, position);
    return buffer.flip();
  }

  /** Fills a buffer, as far as there are bytes. */
  private void read(ByteBuffer buffer, long position) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        return;
      }
    }
  }
}
