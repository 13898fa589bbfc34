package io.github.baci.build.copy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Bytes of an open file.
 *
 * @param channel the file, which is closed with the range
 * @param origin what the bytes are, for messages
 */
record FileRange(FileChannel channel, long position, long size, String origin)
    implements AutoCloseable {

  /** Returns a stream of the bytes from the first on. Closing it leaves the file open. */
  InputStream stream() {
    return new InputStream() {
      private long done;

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        int wanted = (int) Math.min(length, size - done);
        if (wanted == 0) {
          return length == 0 ? 0 : -1;
        }
        int read = channel.read(ByteBuffer.wrap(bytes, offset, wanted), position + done);
        done += Math.max(0, read);
        return read;
      }
    };
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
