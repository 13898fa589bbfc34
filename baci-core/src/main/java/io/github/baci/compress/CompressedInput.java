package io.github.baci.compress;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The compressed side of a decompressor: lets one look at the first bytes, counts what was taken,
 * and remembers whether it was the source that failed.
 */
final class CompressedInput extends InputStream {
  private static final int BUFFER = 64 << 10;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER];
  private int start;
  private int end;
  private long taken;
  private @Nullable IOException failure;

  CompressedInput(InputStream in) {
    this.in = in;
  }

  /** Returns how the stream is compressed. */
  Compression detect() throws IOException {
    while (end - start < Compression.MAGIC_LENGTH && fill()) {
      // Sockets give a few bytes at a time.
    }
    byte[] head = new byte[Math.min(end - start, Compression.MAGIC_LENGTH)];
    System.arraycopy(buffer, start, head, 0, head.length);
    return Compression.detect(head, head.length);
  }

  long taken() {
    return taken;
  }

  /** Returns what the source threw, or null. */
  @Nullable IOException failure() {
    return failure;
  }

  /**
   * Returns 0 only at the end: {@link java.util.zip.GZIPInputStream} takes that as a sign that no
   * further member follows.
   */
  @Override
  public int available() throws IOException {
    if (start == end) {
      fill();
    }
    return end - start;
  }

  @Override
  public int read() throws IOException {
    if (start == end && !fill()) {
      return -1;
    }
    taken++;
    return buffer[start++] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (start == end && !fill()) {
      return -1;
    }
    int count = Math.min(length, end - start);
    System.arraycopy(buffer, start, bytes, offset, count);
    start += count;
    taken += count;
    return count;
  }

  private boolean fill() throws IOException {
    if (start == end) {
      start = 0;
      end = 0;
    }
    try {
      int count = in.read(buffer, end, buffer.length - end);
      if (count < 0) {
        return false;
      }
      end += count;
      return true;
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
