package io.github.baci.aci.archive;

import io.github.baci.store.Store;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.List;

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

  /** Adds a chunk, to be found by its identity and by its content. */
  void add(byte[] identity, CompressedChunk chunk) throws IOException {
    ByteBuffer place =
        ByteBuffer.allocate(20)
            .putLong(position)
            .putLong(chunk.bytes().length)
            .putInt(ChunkPack.crc(ByteBuffer.wrap(chunk.bytes())));
    for (byte[] name : List.of(identity, chunk.content())) {
      index.writeBytes(name);
      index.writeBytes(place.array());
      count++;
    }
    write(ByteBuffer.wrap(chunk.bytes()));
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
