package io.github.baci.compress;

import io.github.baci.api.Limits;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.SeekableInputStream;
import org.tukaani.xz.SeekableXZInputStream;

/**
 * Decompresses an xz file whose streams have several blocks, as {@code xz -T} makes them, by as
 * many threads as there are processors: the index at the end of each stream tells where its blocks
 * are (the .xz file format, section 4). It only saves time. Whatever it does not take, a file of
 * one block, a damaged one or one over a limit, is left to {@link Decompressor}, which knows what
 * to say of it.
 */
public final class XzBlocks {
  private static final int BUFFER = 128 << 10;

  /** Bytes that can be read at any place, by several threads. */
  @FunctionalInterface
  public interface Bytes {
    /** Reads some bytes from a position on, as {@link FileChannel#read(ByteBuffer, long)} does. */
    int read(ByteBuffer target, long position) throws IOException;
  }

  private final Bytes bytes;
  private final long size;
  private final FileChannel target;
  private final AtomicInteger next = new AtomicInteger();
  private volatile boolean stopped;
  private volatile @Nullable Throwable failure;

  private XzBlocks(Bytes bytes, long size, FileChannel target) {
    this.bytes = bytes;
    this.size = size;
    this.target = target;
  }

  /**
   * Decompresses a whole file.
   *
   * @param bytes the compressed bytes, from position 0 on
   * @param size how many there are
   * @param target takes the plain bytes, from position 0 on; when nothing is returned, it may hold
   *     anything
   * @param limits how much may come out
   * @return the number of plain bytes; empty if this is not for several threads, or fails
   * @throws ClosedByInterruptException if the thread is interrupted
   */
  public static OptionalLong decompress(
      Bytes bytes, long size, FileChannel target, DecompressionLimits limits) throws IOException {
    return decompress(bytes, size, target, limits, Runtime.getRuntime().availableProcessors());
  }

  static OptionalLong decompress(
      Bytes bytes, long size, FileChannel target, DecompressionLimits limits, int processors)
      throws IOException {
    if (processors < 2 || !isXz(bytes)) {
      return OptionalLong.empty();
    }
    int blocks;
    long plain;
    try (SeekableXZInputStream in = open(bytes, size, 1)) {
      blocks = in.getBlockCount();
      plain = in.length();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
    if (blocks < 2 || isOver(limits, plain, size)) {
      return OptionalLong.empty();
    }
    boolean whole = new XzBlocks(bytes, size, target).run(Math.min(blocks, processors));
    return whole ? OptionalLong.of(plain) : OptionalLong.empty();
  }

  private static boolean isXz(Bytes bytes) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(Compression.MAGIC_LENGTH);
    while (head.hasRemaining()) {
      if (bytes.read(head, head.position()) < 0) {
        break;
      }
    }
    return Compression.detect(head.array(), head.position()) == Compression.XZ;
  }

  private static boolean isOver(DecompressionLimits limits, long plain, long compressed) {
    return plain > limits.bytes()
        || (plain > limits.ratioFrom() && plain / limits.ratio() > compressed);
  }

  private static SeekableXZInputStream open(Bytes bytes, long size, int threads)
      throws IOException {
    return new SeekableXZInputStream(new Positioned(bytes, size), Limits.XZ_MEMORY_KIB / threads);
  }

  private boolean run(int threads) throws IOException {
    Thread[] workers = new Thread[threads];
    for (int i = 0; i < threads; i++) {
      workers[i] = new Thread(() -> work(threads), "baci-xz");
      workers[i].setDaemon(true);
      workers[i].start();
    }
    boolean interrupted = false;
    for (Thread worker : workers) {
      while (worker.isAlive()) {
        try {
          worker.join();
        } catch (InterruptedException e) {
          // The workers are not interrupted, which would close the channels under each other.
          interrupted = true;
          stopped = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
      throw new ClosedByInterruptException();
    }
    if (failure instanceof Error error) {
      throw error;
    }
    return failure == null;
  }

  private void work(int threads) {
    try (SeekableXZInputStream in = open(bytes, size, threads)) {
      byte[] buffer = new byte[BUFFER];
      for (int block = next.getAndIncrement();
          block < in.getBlockCount() && !stopped;
          block = next.getAndIncrement()) {
        in.seekToBlock(block);
        copy(in, in.getBlockPos(block), in.getBlockSize(block), buffer);
      }
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
      stopped = true;
    }
  }

  private void copy(SeekableXZInputStream in, long position, long length, byte[] buffer)
      throws IOException {
    for (long done = 0; done < length && !stopped; ) {
      int read = in.read(buffer, 0, (int) Math.min(buffer.length, length - done));
      if (read < 0) {
        throw new EOFException();
      }
      ByteBuffer plain = ByteBuffer.wrap(buffer, 0, read);
      while (plain.hasRemaining()) {
        done += target.write(plain, position + done);
      }
    }
  }

  /** Gives each worker a place of its own in the file. */
  private static final class Positioned extends SeekableInputStream {
    private final Bytes bytes;
    private final long size;
    private long position;

    Positioned(Bytes bytes, long size) {
      this.bytes = bytes;
      this.size = size;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int wanted = (int) Math.min(length, size - position);
      if (wanted <= 0) {
        return length == 0 ? 0 : -1;
      }
      int read = bytes.read(ByteBuffer.wrap(target, offset, wanted), position);
      position += Math.max(0, read);
      return read;
    }

    @Override
    public long length() {
      return size;
    }

    @Override
    public long position() {
      return position;
    }

    @Override
    public void seek(long place) {
      position = place;
    }
  }
}
