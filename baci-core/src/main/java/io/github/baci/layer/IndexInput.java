package io.github.baci.layer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads the bytes of an index, whose checksum was right. */
final class IndexInput {
  private final byte[] bytes;
  private int position;
  private byte[] path = new byte[256];

  IndexInput(byte[] bytes, int position) {
    this.bytes = bytes;
    this.position = position;
  }

  long number() {
    long value = 0;
    int shift = 0;
    while (true) {
      byte b = bytes[position++];
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
      shift += 7;
    }
  }

  int count() {
    return (int) number();
  }

  long signed() {
    long value = number();
    return (value >>> 1) ^ -(value & 1);
  }

  byte[] bytes(int length) {
    byte[] value = Arrays.copyOfRange(bytes, position, position + length);
    position += length;
    return value;
  }

  String string() {
    int length = count();
    String text = new String(bytes, position, length, StandardCharsets.UTF_8);
    position += length;
    return text;
  }

  /** Reads a path that is written as its difference from the one read before. */
  String path() {
    int shared = count();
    int rest = count();
    if (shared + rest > path.length) {
      path = Arrays.copyOf(path, 2 * (shared + rest));
    }
    System.arraycopy(bytes, position, path, shared, rest);
    position += rest;
    return new String(path, 0, shared + rest, StandardCharsets.UTF_8);
  }
}
