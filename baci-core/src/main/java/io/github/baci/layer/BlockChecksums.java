package io.github.baci.layer;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Checksums of a tar, one for each block of it: what reads a part of the tar can tell whether that
 * part is as it was written, which the digest of the whole could not. CRC-32C, as processors have
 * an instruction for it: it is taken many times faster than the bytes are read. It protects from
 * accidents, not from people.
 */
public final class BlockChecksums {
  /** The length of a block in bytes; the last one is shorter. */
  public static final int BLOCK = 64 << 10;

  /** The checksums of nothing. */
  static final BlockChecksums NONE = new BlockChecksums(new int[0]);

  private final int[] sums;

  private BlockChecksums(int[] sums) {
    this.sums = sums;
  }

  /** Reads checksums as {@link #encode} gave them. */
  static BlockChecksums decode(byte[] bytes) {
    int[] sums = new int[bytes.length / Integer.BYTES];
    ByteBuffer.wrap(bytes).asIntBuffer().get(sums);
    return new BlockChecksums(sums);
  }

  /** Returns the checksums as bytes, four for each block, big-endian. */
  byte[] encode() {
    ByteBuffer bytes = ByteBuffer.allocate(sums.length * Integer.BYTES);
    bytes.asIntBuffer().put(sums);
    return bytes.array();
  }

  /** Returns the length of the encoded form for a tar of so many bytes. */
  static long encodedLength(long tarSize) {
    return (tarSize + BLOCK - 1) / BLOCK * Integer.BYTES;
  }

  /**
   * Checks the bytes of one block.
   *
   * @param content from its position to its limit, the whole block; its position is left alone
   */
  public boolean matches(long block, ByteBuffer content) {
    if (block >= sums.length) {
      return false;
    }
    CRC32C crc = new CRC32C();
    crc.update(content.duplicate());
    return (int) crc.getValue() == sums[(int) block];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BlockChecksums that && Arrays.equals(sums, that.sums);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sums);
  }

  /** Takes the checksums of bytes that come one after the other. For one thread. */
  static final class Taker {
    private final CRC32C crc = new CRC32C();
    private int[] sums = new int[16];
    private int count;
    private int inBlock;

    void update(byte[] bytes, int offset, int length) {
      int done = 0;
      while (done < length) {
        int step = Math.min(length - done, BLOCK - inBlock);
        crc.update(bytes, offset + done, step);
        done += step;
        inBlock += step;
        if (inBlock == BLOCK) {
          endBlock();
        }
      }
    }

    private void endBlock() {
      if (count == sums.length) {
        sums = Arrays.copyOf(sums, 2 * count);
      }
      sums[count++] = (int) crc.getValue();
      crc.reset();
      inBlock = 0;
    }

    /** Returns the checksums of everything. */
    BlockChecksums finish() {
      if (inBlock > 0) {
        endBlock();
      }
      return new BlockChecksums(Arrays.copyOf(sums, count));
    }
  }
}
