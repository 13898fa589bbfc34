package io.github.baci.container.builder;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.github.baci.container.syscall.ContentCalls;
import io.github.baci.container.syscall.FileCalls;
import io.github.baci.layer.BlockChecksums;
import io.github.baci.layer.Layer;
import java.io.IOException;

/**
 * Copies ranges of the tar of a layer into files, and checks every block that it reads. Small
 * ranges that lie one behind the other are read together. For one thread.
 */
final class LayerTarReader implements AutoCloseable {
  private static final int WINDOW = 1 << 20;

  private final Layer layer;
  private final int tar;
  private final Memory window = new Memory(WINDOW);
  private long windowStart;
  private int windowLength;

  LayerTarReader(Layer layer) throws IOException {
    this.layer = layer;
    this.tar = FileCalls.open(FileCalls.CWD, layer.tar().toString(), FileCalls.O_RDONLY, 0);
  }

  /** Writes a range of the tar to an open file. */
  void copy(long offset, long size, int to) throws IOException {
    long done = 0;
    while (done < size) {
      long at = offset + done;
      if (at < windowStart || at >= windowStart + windowLength) {
        fill(at);
      }
      int start = (int) (at - windowStart);
      long count = Math.min(windowLength - start, size - done);
      ContentCalls.write(to, Pointer.nativeValue(window) + start, count);
      done += count;
    }
  }

  /** Reads whole blocks, the first of which has a position in it. */
  private void fill(long position) throws IOException {
    windowStart = position - position % BlockChecksums.BLOCK;
    windowLength = ContentCalls.read(tar, Pointer.nativeValue(window), WINDOW, windowStart);
    if (windowLength <= position - windowStart) {
      throw layer.checks().damage().get(); // cut off
    }
    for (int start = 0; start < windowLength; start += BlockChecksums.BLOCK) {
      int length = Math.min(BlockChecksums.BLOCK, windowLength - start);
      if (!layer
          .checks()
          .checksums()
          .matches(
              (windowStart + start) / BlockChecksums.BLOCK, window.getByteBuffer(start, length))) {
        throw layer.checks().damage().get();
      }
    }
  }

  @Override
  public void close() {
    FileCalls.close(tar);
    window.close();
  }
}
