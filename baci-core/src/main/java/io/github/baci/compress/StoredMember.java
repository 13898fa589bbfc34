package io.github.baci.compress;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Gzip members (RFC 1952) that hold their bytes as they are, in stored blocks (RFC 1951, section
 * 3.2.4). No zlib is needed to make them: the same bytes give the same member everywhere.
 */
public final class StoredMember {
  /** No member that is made or looked for here holds more bytes. */
  public static final int MOST = 16 << 20;

  private static final int BLOCK = 65535;
  private static final int BLOCK_HEADER = 5;

  private StoredMember() {}

  /** Returns the member that holds some bytes. */
  public static byte[] of(byte[] bytes, int length) {
    byte[] member = new byte[size(length)];
    int count = GzipCodec.putHeader(member);
    for (int from = 0; from < length; from += BLOCK) {
      int size = Math.min(BLOCK, length - from);
      member[count] = (byte) (from + size == length ? 1 : 0);
      member[count + 1] = (byte) size;
      member[count + 2] = (byte) (size >>> 8);
      member[count + 3] = (byte) ~size;
      member[count + 4] = (byte) (~size >>> 8);
      System.arraycopy(bytes, from, member, count + BLOCK_HEADER, size);
      count += BLOCK_HEADER + size;
    }
    GzipCodec.putTrailer(member, count, bytes, length);
    return member;
  }

  /** Returns whether {@link ChunkCodec#gzip} stores bytes, as they do not shrink. */
  public static boolean isFor(byte[] bytes, int length) {
    Deflater deflater = new Deflater(GzipCodec.LEVEL, true);
    try {
      return !GzipCodec.shrinks(deflater, bytes, length);
    } finally {
      deflater.end();
    }
  }

  /** Returns the length of the member that holds so many bytes. */
  public static int size(int length) {
    int blocks = (length + BLOCK - 1) / BLOCK;
    return GzipCodec.HEADER + length + blocks * BLOCK_HEADER + GzipCodec.TRAILER;
  }

  /**
   * Returns the bytes that a member holds which begins at a place of a file.
   *
   * @return nothing, unless there is one that {@link #of} makes of these bytes
   */
  public static Optional<byte[]> at(FileChannel file, long offset) throws IOException {
    byte[] head = new byte[GzipCodec.HEADER];
    long position = offset;
    if (!read(file, position, head, 0, head.length) || !Arrays.equals(head, GzipCodec.header())) {
      return Optional.empty();
    }
    position += head.length;
    byte[] bytes = new byte[0];
    int length = 0;
    byte[] block = new byte[BLOCK_HEADER];
    do {
      if (!read(file, position, block, 0, block.length)) {
        return Optional.empty();
      }
      int size = (block[1] & 0xff) | (block[2] & 0xff) << 8;
      int inverted = (block[3] & 0xff) | (block[4] & 0xff) << 8;
      boolean last = block[0] == 1;
      if ((block[0] & ~1) != 0
          || (size ^ inverted) != 0xffff
          || size == 0
          || (!last && size != BLOCK)
          || length + size > MOST) {
        return Optional.empty();
      }
      position += block.length;
      if (bytes.length < length + size) {
        bytes = Arrays.copyOf(bytes, Math.max(length + size, 2 * bytes.length));
      }
      if (!read(file, position, bytes, length, size)) {
        return Optional.empty();
      }
      position += size;
      length += size;
    } while (block[0] == 0);
    byte[] trailer = new byte[GzipCodec.TRAILER];
    return read(file, position, trailer, 0, trailer.length) && isOf(trailer, bytes, length)
        ? Optional.of(Arrays.copyOf(bytes, length))
        : Optional.empty();
  }

  private static boolean isOf(byte[] trailer, byte[] bytes, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, length);
    ByteBuffer said = ByteBuffer.wrap(trailer).order(ByteOrder.LITTLE_ENDIAN);
    return said.getInt() == (int) crc.getValue() && said.getInt() == length;
  }

  private static boolean read(FileChannel file, long offset, byte[] target, int at, int length)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(target, at, length);
    while (buffer.hasRemaining()) {
      if (file.read(buffer, offset + buffer.position() - at) < 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns the next place from one on where a member of this kind may begin.
   *
   * @param bytes where to look
   * @param length how many bytes there are
   * @return {@code length}, if there is none that could be told from other bytes
   */
  public static int candidate(byte[] bytes, int from, int length) {
    byte[] header = GzipCodec.header();
    for (int i = from; i < length; i++) {
      if (bytes[i] == header[0]
          && Arrays.equals(
              bytes,
              i,
              Math.min(length, i + header.length),
              header,
              0,
              Math.min(length - i, header.length))) {
        return i;
      }
    }
    return length;
  }
}
