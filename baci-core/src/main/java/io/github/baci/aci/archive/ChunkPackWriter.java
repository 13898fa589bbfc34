package io.github.baci.aci.archive;

import io.github.baci.store.Store;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;

/**
 * Writes a {@link ChunkPack}. Closed without a commit, nothing is left. For one thread at a time.
 */
final class ChunkPackWriter implements AutoCloseable {
  private final Store.Staged staged;
  private final FileChannel channel;
  private final ByteArrayOutputStream index = new ByteArrayOutputStream();
  private long position;
  private long count;

  /** Begins a pack. */
  ChunkPackWriter(Store store) throws IOException {
    staged = store.stage(Store.Area.CHUNKS);
    channel = FileChannel.open(staged.path(), StandardOpenOption.WRITE);
  }

  /** Adds a chunk. */
  void add(byte[] identity, byte[] compressed) throws IOException {
    index.writeBytes(identity);
    index.writeBytes(
        ByteBuffer.allocate(20)
            .putLong(position)
            .putLong(compressed.length)
            .putInt(ChunkPack.crc(ByteBuffer.wrap(compressed)))
            .array());
    write(ByteBuffer.wrap(compressed));
    count++;
  }

  /** Ends the pack and puts it into the store. */
  void commit(String key) throws IOException {
    byte[] entries = index.toByteArray();
    write(ByteBuffer.wrap(entries));
    ByteBuffer tail = ByteBuffer.allocate(ChunkPack.TAIL).putLong(count);
    tail.putInt(ChunkPack.crc(ByteBuffer.wrap(entries))).putLong(ChunkPack.MAGIC);
    write(tail.flip());
    channel.close();
    staged.commit(key);
  }

  @Override
  public void close() throws IOException {
    channel.close();
    staged.close();
  }

  private void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      position += channel.write(bytes);
    }
  }
}
