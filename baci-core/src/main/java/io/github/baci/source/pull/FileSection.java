package io.github.baci.source.pull;

import io.github.baci.api.BaciException;
import io.github.baci.stream.BlockInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A range of a file: one file in a directory, or one member of an archive.
 *
 * @param file the file
 * @param offset where the range begins
 * @param size its length in bytes
 */
record FileSection(Path file, long offset, long size) {
  private static final int BUFFER = 128 << 10;

  /** Returns a buffered stream over the range; it must be closed. */
  InputStream open() throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    return new BufferedInputStream(new Range(channel), BUFFER);
  }

  /**
   * Reads the range.
   *
   * @param limit the most bytes that are read
   * @param what what it is, for messages
   * @throws BaciException if it is larger
   */
  byte[] bytes(long limit, String what) throws IOException {
    if (size > limit) {
      throw new BaciException(
          "%s has %d bytes; no image needs more than %d".formatted(what, size, limit));
    }
    try (InputStream in = open()) {
      return in.readNBytes((int) size);
    }
  }

  private final class Range extends BlockInputStream {
    private final FileChannel channel;
    private long position;

    Range(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public int read(byte[] bytes, int start, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      int most = (int) Math.min(length, size - position);
      int count =
          most == 0 ? -1 : channel.read(ByteBuffer.wrap(bytes, start, most), offset + position);
      if (count > 0) {
        position += count;
      }
      return count;
    }

    @Override
    public int available() {
      return (int) Math.min(size - position, Integer.MAX_VALUE);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
