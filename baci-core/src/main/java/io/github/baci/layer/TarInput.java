package io.github.baci.layer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** The bytes of a tar, through one large buffer that headers are looked at in. */
final class TarInput {
  private static final int BUFFER = 256 << 10;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER];
  private int start;
  private int end;

  /** How many bytes of the tar lie before the buffer. */
  private long bufferPosition;

  TarInput(InputStream in) {
    this.in = in;
  }

  /** Returns how many bytes were taken. */
  long position() {
    return bufferPosition + start;
  }

  /** Returns whether the tar has ended, or all that it has left is less than a block. */
  boolean atEnd() throws IOException {
    return !fill(TarBlock.SIZE);
  }

  /** Returns how many bytes can be taken without reading. */
  int buffered() {
    return end - start;
  }

  /** Takes a block. It counts until the next call. */
  TarBlock takeBlock() throws IOException, TarDamage {
    TarBlock block = peekBlock();
    start += TarBlock.SIZE;
    return block;
  }

  /** Looks at the next block. It counts until the next call. */
  TarBlock peekBlock() throws IOException, TarDamage {
    if (!fill(TarBlock.SIZE)) {
      throw new TarDamage("the tar is cut off in a header");
    }
    return new TarBlock(buffer, start);
  }

  /** Takes some bytes that are small enough for memory. */
  byte[] take(int size) throws IOException, TarDamage {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(Math.min(size, BUFFER));
    int left = size;
    while (left > 0) {
      if (!fill(1)) {
        throw new TarDamage("the tar is cut off in a header");
      }
      int count = Math.min(left, end - start);
      bytes.write(buffer, start, count);
      start += count;
      left -= count;
    }
    return bytes.toByteArray();
  }

  /** Takes at least one byte and at most some; returns -1 at the end. */
  int read(byte[] bytes, int offset, int length) throws IOException {
    if (start == end && length >= BUFFER) {
      int count = in.read(bytes, offset, length);
      bufferPosition += Math.max(0, count);
      return count;
    }
    if (!fill(1)) {
      return -1;
    }
    int count = Math.min(length, end - start);
    System.arraycopy(buffer, start, bytes, offset, count);
    start += count;
    return count;
  }

  void skip(long count) throws IOException, TarDamage {
    long left = count;
    while (left > 0) {
      if (!fill(1)) {
        throw new TarDamage("the tar is cut off, %,d bytes are missing".formatted(left));
      }
      int step = (int) Math.min(left, end - start);
      start += step;
      left -= step;
    }
  }

  /** Takes all that is left. */
  void drain() throws IOException {
    while (fill(1)) {
      start = end;
    }
  }

  void close() throws IOException {
    in.close();
  }

  /** Sees to it that the buffer holds some bytes; returns false if the tar ends before. */
  private boolean fill(int count) throws IOException {
    if (end - start >= count) {
      return true;
    }
    System.arraycopy(buffer, start, buffer, 0, end - start);
    bufferPosition += start;
    end -= start;
    start = 0;
    while (end < count) {
      int read = in.read(buffer, end, buffer.length - end);
      if (read < 0) {
        return false;
      }
      end += read;
    }
    return true;
  }
}
