package io.github.baci.compress;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Joins chunks of deflated bytes to one gzip member (RFC 1952): the checksum of all bytes is worked
 * out from those of the chunks, so that chunks are compressed side by side, and kept ones are not
 * read again. The check of a chunk is its CRC-32 and length.
 */
final class GzipJoint implements Joint {
  static final int CHECK = 12;

  /** CRC-32's polynomial, the lowest bit first. */
  private static final int POLYNOMIAL = 0xedb88320;

  private static final int TAIL = 10;
  private static final byte EMPTY_LAST_BLOCK = 3;

  private int crc;
  private long length;

  @Override
  public byte[] head() {
    return GzipCodec.header();
  }

  @Override
  public int checkLength() {
    return CHECK;
  }

  @Override
  public void pass(byte[] check) {
    ByteBuffer fields = ByteBuffer.wrap(check).order(ByteOrder.LITTLE_ENDIAN);
    int next = fields.getInt();
    long bytes = fields.getLong();
    crc = combined(crc, next, bytes);
    length += bytes;
  }

  @Override
  public byte[] tail() {
    ByteBuffer tail = ByteBuffer.allocate(TAIL).order(ByteOrder.LITTLE_ENDIAN);
    tail.put(EMPTY_LAST_BLOCK).put((byte) 0).putInt(crc).putInt((int) length);
    return tail.array();
  }

  @Override
  public byte[] save() {
    return ByteBuffer.allocate(CHECK).putInt(crc).putLong(length).array();
  }

  @Override
  public boolean restore(byte[] saved) {
    if (saved.length != CHECK) {
      return false;
    }
    ByteBuffer fields = ByteBuffer.wrap(saved);
    crc = fields.getInt();
    length = fields.getLong();
    return true;
  }

  /**
   * Returns the checksum of two rows of bytes, one behind the other.
   *
   * @param length the length of the second one
   */
  static int combined(int first, int second, long length) {
    return multiplied(power(length), first) ^ second;
  }

  /** Returns x to the power of 8 times a number, modulo the polynomial. */
  private static int power(long bytes) {
    int result = 1 << 31; // x to the power of 0
    int base = 1 << 23; // x to the power of 8
    for (long left = bytes; left > 0; left >>>= 1) {
      if ((left & 1) != 0) {
        result = multiplied(result, base);
      }
      base = multiplied(base, base);
    }
    return result;
  }

  private static int multiplied(int a, int b) {
    int product = 0;
    int factor = b;
    for (int bit = 31; bit >= 0; bit--) {
      if ((a >>> bit & 1) != 0) {
        product ^= factor;
      }
      factor = (factor & 1) != 0 ? factor >>> 1 ^ POLYNOMIAL : factor >>> 1;
    }
    return product;
  }
}
