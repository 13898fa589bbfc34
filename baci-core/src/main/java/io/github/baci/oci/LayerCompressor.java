package io.github.baci.oci;

import io.github.baci.api.Digest;
import io.github.baci.compress.ChunkCodec;
import io.github.baci.concurrent.DaemonThreads;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Compresses layer tars in slices of equal length, each for itself and by any thread; one after the
 * other they are a valid file. The bytes depend on the tar alone, not on how many threads there
 * are. Several layers at once share the threads and the memory.
 */
final class LayerCompressor implements AutoCloseable {
  private static final int SLICES_PER_THREAD = 3;

  private final ChunkCodec codec;
  private final ExecutorService workers;
  private final Semaphore room;
  private final Queue<byte[]> buffers = new ConcurrentLinkedQueue<>();
  private volatile boolean hurried;

  /**
   * What came out.
   *
   * @param digest the digest of the compressed bytes
   * @param size how many they are
   */
  record Result(Digest digest, long size) {}

  LayerCompressor(ChunkCodec codec, int threads) {
    this.codec = codec;
    this.room = new Semaphore(threads * SLICES_PER_THREAD);
    this.workers = Executors.newFixedThreadPool(threads, new DaemonThreads("baci-compress-layer"));
  }

  /** Lets all threads compress from now on; before that, one at a time does. */
  void hurry() {
    hurried = true;
  }

  /** Compresses a layer. */
  Result compress(Layer layer, OutputStream out) throws IOException, InterruptedException {
    try (LayerReader tar = layer.open()) {
      return new Run(out).compress(tar);
    }
  }

  /** The compression of one layer. For one thread. */
  private final class Run {
    private final OutputStream out;
    private final Deque<Future<byte[]>> pending = new ArrayDeque<>();
    private final MessageDigest digest = Digest.Algorithm.SHA256.newMessageDigest();
    private long size;

    Run(OutputStream out) {
      this.out = out;
    }

    Result compress(LayerReader tar) throws IOException, InterruptedException {
      try {
        long end = tar.size();
        for (long position = 0; position < end; position += codec.target()) {
          makeRoom();
          int length = (int) Math.min(codec.target(), end - position);
          try {
            pending.add(submit(read(tar, position, length), length));
          } catch (IOException | RuntimeException e) {
            room.release();
            throw e;
          }
        }
        while (!pending.isEmpty()) {
          writeOldest();
        }
        return new Result(Digest.sha256(digest.digest()), size);
      } finally {
        pending.forEach(slice -> slice.cancel(false));
        room.release(pending.size());
      }
    }

    /** Waits until one more slice may be in memory: for the own ones first, then for others'. */
    private void makeRoom() throws IOException, InterruptedException {
      while (!hurried && !pending.isEmpty()) {
        writeOldest();
      }
      while (!room.tryAcquire()) {
        if (pending.isEmpty()) {
          room.acquire();
          return;
        }
        writeOldest();
      }
    }

    private void writeOldest() throws IOException, InterruptedException {
      byte[] compressed;
      try {
        compressed = pending.element().get();
      } catch (ExecutionException e) {
        throw rethrow(e.getCause());
      }
      pending.remove();
      room.release();
      digest.update(compressed);
      out.write(compressed);
      size += compressed.length;
    }
  }

  private Future<byte[]> submit(byte[] slice, int length) {
    return workers.submit(
        () -> {
          byte[] compressed = codec.compress(slice, length);
          buffers.add(slice);
          return compressed;
        });
  }

  private byte[] read(LayerReader tar, long from, int length) throws IOException {
    byte[] known = buffers.poll();
    byte[] slice = known == null ? new byte[codec.target()] : known;
    ByteBuffer rest = ByteBuffer.wrap(slice, 0, length);
    long position = from;
    while (rest.hasRemaining()) {
      int count = tar.read(rest, position);
      if (count < 0) {
        throw new EOFException();
      }
      position += count;
    }
    return slice;
  }

  private static IOException rethrow(@Nullable Throwable cause) {
    if (cause instanceof RuntimeException e) {
      throw e;
    }
    if (cause instanceof Error e) {
      throw e;
    }
    return cause instanceof IOException e ? e : new IOException(cause);
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }
}
