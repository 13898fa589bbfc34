package io.github.baci.build.copy;

import io.github.baci.layer.PositionedInput;
import io.github.baci.stream.BlockInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Bytes of an open file.
 *
 * @param bytes the bytes of the file
 * @param file the file, which is closed with the range
 * @param position where the range begins in the file
 * @param size the length of the range in bytes
 * @param origin what the bytes are, for messages
 */
record FileRange(PositionedInput bytes, Closeable file, long position, long size, String origin)
    implements Closeable {

  /** Takes bytes of a channel, which is closed with the range. */
  FileRange(FileChannel channel, long position, long size, String origin) {
    this(channel::read, channel, position, size, origin);
  }

  /** Returns a stream of the bytes from the first on. Closing it leaves the file open. */
  InputStream stream() {
    return new BlockInputStream() {
      private long done;

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        int wanted = (int) Math.min(length, size - done);
        if (wanted == 0) {
          return length == 0 ? 0 : -1;
        }
        int read = bytes.read(ByteBuffer.wrap(target, offset, wanted), position + done);
        done += Math.max(0, read);
        return read;
      }
    };
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
