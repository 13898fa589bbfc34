package io.github.baci.source.pull;

import io.github.baci.stream.BlockInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A file that one thread writes while another reads it: the reader waits for what is not written
 * yet, and sees the end only when the writer has declared the file to be good.
 */
final class GrowingFile implements Closeable {
  private final FileChannel channel;
  private long written;
  private boolean ended;
  private @Nullable IOException failure;

  GrowingFile(Path path) throws IOException {
    channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  synchronized long written() {
    return written;
  }

  /** Appends bytes. */
  void write(byte[] bytes, int offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
    long position = written();
    while (buffer.hasRemaining()) {
      position += channel.write(buffer, position);
    }
    synchronized (this) {
      written = position;
      notifyAll();
    }
  }

  /** Declares the file complete and good. */
  synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** Declares the file bad; the reader fails. */
  synchronized void fail(IOException cause) {
    if (!ended) {
      failure = cause;
      notifyAll();
    }
  }

  /** Returns a stream over the file from its beginning. */
  InputStream follow() {
    return new Follower();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** Returns how many bytes lie behind a position, at least one; 0 at the end of the file. */
  private synchronized long await(long position) throws IOException {
    try {
      while (position == written && !ended && failure == null) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
    if (failure != null) {
      throw new IOException(failure.getMessage(), failure);
    }
    return written - position;
  }

  private final class Follower extends BlockInputStream {
    private long position;

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      long there = await(position);
      if (there == 0) {
        return -1;
      }
      int count =
          channel.read(ByteBuffer.wrap(bytes, offset, (int) Math.min(length, there)), position);
      if (count < 0) {
        throw new IOException("the file became shorter while it was read");
      }
      position += count;
      return count;
    }

    /**
     * Waits until it is certain whether anything follows: gzip streams of several members are taken
     * for finished by the JDK where nothing is available after one.
     */
    @Override
    public int available() throws IOException {
      return (int) Math.min(await(position), Integer.MAX_VALUE);
    }
  }
}
