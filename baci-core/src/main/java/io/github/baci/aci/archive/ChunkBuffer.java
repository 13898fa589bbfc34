package io.github.baci.aci.archive;

import io.github.baci.layer.LayerReader;
import io.github.baci.layer.TarHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The bytes of one chunk before compression; used again for others. For one thread at a time. */
final class ChunkBuffer {
  private byte[] bytes = new byte[64 << 10];
  private final TarHeader header = new TarHeader();
  private int length;

  /** Returns the array that holds the bytes, from 0 on. */
  byte[] array() {
    return bytes;
  }

  /** Returns how many bytes there are. */
  int length() {
    return length;
  }

  /** Takes some bytes in place of those that were there. */
  void set(byte[] content) {
    length = 0;
    append(content, content.length);
  }

  /** Takes the bytes of a chunk, read from the layers, in place of those that were there. */
  void fill(Chunk chunk, LayerTars tars) throws IOException {
    length = 0;
    // As a rule an entry has a header of three blocks, as its time has fractions of a second, and
    // less than a block of padding.
    reserve(Math.toIntExact(chunk.contentBytes() + chunk.items().size() * (4L * 512)));
    for (ChunkItem item : chunk.items()) {
      if (item.hasHeader()) {
        item.makeHeader(header);
        append(header.array(), header.length());
      }
      if (item.length() > 0) {
        read(item, tars.open(item.node().layer()));
        appendZeros(item.padding());
      }
    }
  }

  private void read(ChunkItem item, LayerReader tar) throws IOException {
    int count = Math.toIntExact(item.length());
    reserve(count);
    ByteBuffer target = ByteBuffer.wrap(bytes, length, count);
    long position = item.offset();
    while (target.hasRemaining()) {
      int read = tar.read(target, position);
      if (read < 0) {
        throw item.node().layer().checks().damage().get(); // cut off
      }
      position += read;
    }
    length += count;
  }

  private void append(byte[] more, int count) {
    reserve(count);
    System.arraycopy(more, 0, bytes, length, count);
    length += count;
  }

  private void appendZeros(int count) {
    reserve(count);
    Arrays.fill(bytes, length, length + count, (byte) 0);
    length += count;
  }

  private void reserve(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(length, more), bytes.length * 2));
    }
  }
}
