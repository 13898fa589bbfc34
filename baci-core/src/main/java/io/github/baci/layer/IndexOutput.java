package io.github.baci.layer;

import java.util.Arrays;

/** Grows the bytes of an index. */
final class IndexOutput {
  private byte[] bytes;
  private int count;

  IndexOutput(int expected) {
    bytes = new byte[expected];
  }

  void number(long value) {
    makeRoom(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[count++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[count++] = (byte) rest;
  }

  void signed(long value) {
    number((value << 1) ^ (value >> 63));
  }

  void bytes(byte[] value) {
    bytes(value, 0);
  }

  private void bytes(byte[] value, int from) {
    int length = value.length - from;
    makeRoom(length);
    System.arraycopy(value, from, bytes, count, length);
    count += length;
  }

  void string(String text) {
    byte[] utf8 = NameBytes.encode(text);
    number(utf8.length);
    bytes(utf8);
  }

  /**
   * Writes a path as its difference from the one before.
   *
   * @return the bytes of the path
   */
  byte[] path(String path, byte[] previous) {
    byte[] utf8 = NameBytes.encode(path);
    int mismatch = Arrays.mismatch(previous, utf8);
    int shared = mismatch < 0 ? utf8.length : mismatch;
    number(shared);
    number(utf8.length - shared);
    bytes(utf8, shared);
    return utf8;
  }

  /**
   * Returns all bytes.
   *
   * @param room how many bytes to leave free at the end
   */
  byte[] toByteArray(int room) {
    return Arrays.copyOf(bytes, count + room);
  }

  private void makeRoom(int length) {
    if (bytes.length - count < length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, count + length));
    }
  }
}
