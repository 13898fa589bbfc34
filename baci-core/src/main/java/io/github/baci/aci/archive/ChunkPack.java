package io.github.baci.aci.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A file of compressed chunks: the chunks one after the other, then the index (for each chunk its
 * identity, offset and length), then the number of chunks and the magic number.
 */
final class ChunkPack implements AutoCloseable {
  /** "BACIPCK1". */
  static final long MAGIC = 0x424143495043_4b31L;

  /** Length of an index entry: a SHA-256 digest and two numbers. */
  static final int ENTRY = 48;

  /** Length of what stands after the index. */
  static final int TAIL = 16;

  private static final int IDENTITY = 32;

  private final FileChannel channel;
  private final Map<ByteBuffer, Range> index = new HashMap<>();

  /** Where a chunk is in a file. */
  record Range(FileChannel file, long offset, long length) {}

  private ChunkPack(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Opens a pack.
   *
   * @return nothing, if the file is not a whole pack
   */
  static Optional<ChunkPack> open(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file);
    ChunkPack pack = new ChunkPack(channel);
    if (pack.readIndex()) {
      return Optional.of(pack);
    }
    channel.close();
    return Optional.empty();
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
    ByteBuffer tail = read(size - TAIL, TAIL);
    long count = tail.getLong();
    if (tail.getLong() != MAGIC || count < 0 || count > (size - TAIL) / ENTRY) {
      return false;
    }
    long chunksEnd = size - TAIL - count * ENTRY;
    ByteBuffer entries = read(chunksEnd, Math.toIntExact(count * ENTRY));
    while (entries.hasRemaining()) {
      byte[] identity = new byte[IDENTITY];
      entries.get(identity);
      Range range = new Range(channel, entries.getLong(), entries.getLong());
      if (range.offset < 0 || range.length < 0 || range.offset > chunksEnd - range.length) {
        return false;
      }
      index.put(ByteBuffer.wrap(identity), range);
    }
    return true;
  }

  private ByteBuffer read(long position, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        break;
      }
    }
    return buffer.flip();
  }
}
