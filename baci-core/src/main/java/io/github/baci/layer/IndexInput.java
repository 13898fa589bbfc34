package io.github.baci.layer;

import java.util.Arrays;
import java.util.Objects;

/**
 * Reads the bytes of an index. What leads out of them is an {@link IndexOutOfBoundsException}, and
 * a number that is none an {@link IllegalArgumentException}.
 */
final class IndexInput {
  private final byte[] bytes;
  private final int end;
  private int position;
  private byte[] path = new byte[256];
  private int previous;

  IndexInput(byte[] bytes, int position, int end) {
    this.bytes = bytes;
    this.position = position;
    this.end = end;
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
    long value = number();
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("a count of " + value);
    }
    return (int) value;
  }

  /** Reads how many bytes, or things of at least a byte, follow. */
  int length() {
    int length = count();
    Objects.checkFromIndexSize(position, length, end);
    return length;
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
    int length = length();
    String text = NameBytes.decode(bytes, position, length);
    position += length;
    return text;
  }

  /** Reads a path that is written as its difference from the one read before. */
  String path() {
    int shared = count();
    int rest = length();
    if (shared > previous) {
      throw new IllegalArgumentException("a path that begins like none before it");
    }
    if (shared + rest > path.length) {
      path = Arrays.copyOf(path, 2 * (shared + rest));
    }
    System.arraycopy(bytes, position, path, shared, rest);
    position += rest;
    previous = shared + rest;
    return NameBytes.decode(path, 0, shared + rest);
  }
}
