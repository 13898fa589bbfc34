package io.github.baci.container.builder;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.github.baci.container.syscall.ContentCalls;
import io.github.baci.container.syscall.Errno;
import io.github.baci.container.syscall.FileCalls;
import io.github.baci.container.syscall.SystemCallException;
import java.io.IOException;

/**
 * Copies ranges of a file into files. Small ranges that lie one behind the other are read together;
 * large ones are copied within the kernel. For one thread.
 */
final class LayerTarCopier implements AutoCloseable {
  private static final int WINDOW = 1 << 20;
  private static final int LARGE = 256 << 10;

  private final int tar;
  private final Memory window = new Memory(WINDOW);
  private long windowStart;
  private int windowLength;
  private boolean kernelCopies = true;

  /** Takes an open file, which is closed with this. */
  LayerTarCopier(int tar) {
    this.tar = tar;
  }

  /** Writes a range of the tar to the end of an open file. Holes of the tar become holes. */
  void copy(long offset, long size, int to) throws IOException {
    if (size < LARGE) {
      copyContent(offset, size, to);
      return;
    }
    long end = offset + size;
    for (long at = offset; at < end; ) {
      long content = ContentCalls.nextContent(tar, at, end);
      if (content > at) {
        ContentCalls.skip(to, content - at);
      }
      long hole = ContentCalls.nextHole(tar, content, end);
      copyContent(content, hole - content, to);
      at = hole;
    }
  }

  private void copyContent(long offset, long size, int to) throws IOException {
    if (size >= LARGE && kernelCopies && copiedByKernel(offset, size, to)) {
      return;
    }
    long done = 0;
    while (done < size) {
      long at = offset + done;
      if (at < windowStart || at >= windowStart + windowLength) {
        fill(at);
      }
      int start = (int) (at - windowStart);
      long count = Math.min(windowLength - start, size - done);
      if (start > 0 && count < size - done && size - done <= WINDOW) {
        fill(at); // the rest of a small file at the window's end: read it whole
        continue;
      }
      ContentCalls.write(to, Pointer.nativeValue(window) + start, count);
      done += count;
    }
  }

  private void fill(long position) throws IOException {
    windowStart = position;
    windowLength = ContentCalls.read(tar, Pointer.nativeValue(window), WINDOW, position);
    if (windowLength == 0) {
      throw new IOException("a layer in the store is shorter than its index says");
    }
  }

  private boolean copiedByKernel(long offset, long size, int to) throws SystemCallException {
    try {
      ContentCalls.copyRange(tar, offset, to, size);
      return true;
    } catch (SystemCallException e) {
      if (e.errno() == Errno.EXDEV
          || e.errno() == Errno.EINVAL
          || e.errno() == Errno.ENOSYS
          || e.errno() == Errno.EOPNOTSUPP) {
        kernelCopies = false;
        return false;
      }
      throw e;
    }
  }

  @Override
  public void close() {
    FileCalls.close(tar);
    window.close();
  }
}
