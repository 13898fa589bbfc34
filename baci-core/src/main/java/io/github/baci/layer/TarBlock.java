package io.github.baci.layer;

/** Reads the fields of one header block (POSIX.1-1988 ustar, with GNU's and star's additions). */
final class TarBlock {
  static final int SIZE = 512;

  private static final int CHECKSUM = 148;
  private static final int CHECKSUM_LENGTH = 8;
  private static final int MAGIC = 257;

  private final byte[] bytes;
  private final int start;

  /** Looks at the 512 bytes that begin at a position. */
  TarBlock(byte[] bytes, int start) {
    this.bytes = bytes;
    this.start = start;
  }

  /** Returns how many bytes fill up the last block of some content. */
  static int padding(long size) {
    return (int) (-size & (SIZE - 1));
  }

  boolean isZero() {
    for (int i = start; i < start + SIZE; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** Old tars summed signed bytes; both sums are right. */
  boolean checksumMatches() {
    long unsigned = 0;
    long signed = 0;
    for (int i = 0; i < SIZE; i++) {
      int value = i >= CHECKSUM && i < CHECKSUM + CHECKSUM_LENGTH ? ' ' : bytes[start + i];
      unsigned += value & 0xff;
      signed += value;
    }
    try {
      long stored = number(CHECKSUM, CHECKSUM_LENGTH);
      return stored == unsigned || stored == signed;
    } catch (TarDamage e) {
      return false;
    }
  }

  byte at(int offset) {
    return bytes[start + offset];
  }

  boolean isUstar() {
    return matches(MAGIC, "ustar\0");
  }

  boolean isGnu() {
    return matches(MAGIC, "ustar  \0");
  }

  boolean isStar() {
    return isUstar() && matches(508, "tar\0");
  }

  private boolean matches(int offset, String text) {
    for (int i = 0; i < text.length(); i++) {
      if (bytes[start + offset + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Reads text that ends at the first NUL or the end of the field. */
  String text(int offset, int length) {
    int end = start + offset;
    while (end < start + offset + length && bytes[end] != 0) {
      end++;
    }
    return NameBytes.decode(bytes, start + offset, end - start - offset);
  }

  /** Reads a number: octal digits, or, with the highest bit set, a big-endian binary number. */
  long number(int offset, int length) throws TarDamage {
    int first = start + offset;
    if ((bytes[first] & 0x80) != 0) {
      return binary(first, length);
    }
    int i = first;
    int end = first + length;
    while (i < end && (bytes[i] == ' ' || bytes[i] == 0)) {
      i++;
    }
    long value = 0;
    for (; i < end && bytes[i] != ' ' && bytes[i] != 0; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 7) {
        throw new TarDamage("a number in the header is not octal");
      }
      value = value * 8 + digit;
    }
    return value;
  }

  private long binary(int first, int length) throws TarDamage {
    boolean negative = (bytes[first] & 0x40) != 0;
    long value = negative ? -1 : 0;
    for (int i = 0; i < length; i++) {
      int next = bytes[first + i] & 0xff;
      if (i == 0) {
        next = negative ? next : next & 0x7f;
      }
      if (value > (Long.MAX_VALUE >> 8) || value < (Long.MIN_VALUE >> 8)) {
        throw new TarDamage("a number in the header is too large");
      }
      value = (value << 8) | next;
    }
    return value;
  }
}
