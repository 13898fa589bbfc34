package io.github.baci.aci.archive;

import io.github.baci.api.ImageId;
import io.github.baci.compress.ChunkCodec;
import io.github.baci.compress.Joint;
import io.github.baci.concurrent.DaemonThreads;
import io.github.baci.layer.Layer;
import io.github.baci.store.OutputFile;
import io.github.baci.store.Store;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Puts an archive together: chunks that the store has are copied, the others are compressed by as
 * many threads as there are, while one hashes and this thread reads and writes. At most a few
 * chunks for each thread are in memory.
 */
final class ArchiveComposer {
  private static final int CHUNKS_PER_THREAD = 3;
  private static final int COPY_BUFFER = 256 << 10;
  private static final int NO_CHUNK = -1;

  private final Store store;
  private final ChunkCodec codec;
  private final int threads;

  ArchiveComposer(Store store, ChunkCodec codec, int threads) {
    this.store = store;
    this.codec = codec;
    this.threads = threads;
  }

  /**
   * Writes an archive.
   *
   * @param chunks the chunks in their order
   * @param tail what stands behind the chunks, whole blocks
   * @param layers the layers that they are from
   * @param file where it is written
   * @return the image ID
   */
  ImageId compose(List<Chunk> chunks, byte[] tail, List<Layer> layers, Path file)
      throws IOException, InterruptedException {
    ExecutorService workers = threads("baci-compress", threads);
    ExecutorService hasher = threads("baci-hash", 1);
    try (LayerTars tars = new LayerTars();
        CompressionRun run = new CompressionRun(store, layers, codec)) {
      List<byte[]> identities = new ArrayList<>(chunks.size());
      for (Chunk chunk : chunks) {
        identities.add(chunk.identity());
      }
      ArchiveBeginning beginning = ArchiveBeginning.of(store, file, chunks, identities, layers);
      ImageIdHash hash = new ImageIdHash(store, chunks, identities, beginning.changes());
      ContinuedAci known = ContinuedAci.of(store, file, codec, run.codecId());
      try (EarlierChunks earlier = EarlierChunks.of(store, file, layers, run.codecId());
          OutputFile out = known.open(hash)) {
        Composing composing = new Composing(run, tars, out, workers, hasher, hash, known, earlier);
        ImageId imageId = composing.compose(chunks, identities, tail);
        beginning.remember();
        return imageId;
      }
    } finally {
      workers.shutdownNow();
      hasher.shutdownNow();
    }
  }

  private static ExecutorService threads(String name, int count) {
    return Executors.newFixedThreadPool(count, new DaemonThreads(name));
  }

  private final class Composing {
    private final CompressionRun run;
    private final LayerTars tars;
    private final OutputFile out;
    private final ExecutorService workers;
    private final ExecutorService hasher;
    private final Deque<Pending> pending = new ArrayDeque<>();
    private ByteBuffer copyBuffer = ByteBuffer.allocateDirect(COPY_BUFFER);
    private final Queue<ChunkBuffer> buffers = new ArrayDeque<>();
    private final ImageIdHash hash;
    private final ContinuedAci known;
    private final EarlierChunks earlier;
    private final Joint joint;

    Composing(
        CompressionRun run,
        LayerTars tars,
        OutputFile out,
        ExecutorService workers,
        ExecutorService hasher,
        ImageIdHash hash,
        ContinuedAci known,
        EarlierChunks earlier) {
      this.run = run;
      this.tars = tars;
      this.out = out;
      this.workers = workers;
      this.hasher = hasher;
      this.hash = hash;
      this.known = known;
      this.earlier = earlier;
      this.joint = known.joint();
    }

    ImageId compose(List<Chunk> chunks, List<byte[]> identities, byte[] tail)
        throws IOException, InterruptedException {
      if (known.first() == 0) {
        write(joint.head());
      }
      use(chunks.subList(0, known.first()));
      for (int i = known.first(); i < chunks.size(); i++) {
        add(i, chunks.get(i), identities.get(i));
        writeReady(threads * CHUNKS_PER_THREAD);
      }
      compress(tail);
      writeReady(0);
      write(joint.tail());
      ImageId imageId = hash.finish(tail);
      Future<?> kept =
          workers.submit(
              () -> {
                run.commit();
                hash.commit();
                return null;
              });
      out.commit();
      result(kept);
      known.remember();
      earlier.remember();
      return imageId;
    }

    /** Lets what the store has of chunks that need not be written count as used. */
    private void use(List<Chunk> chunks) {
      int last = Chunk.NO_LAYER;
      for (Chunk chunk : chunks) {
        if (chunk.layer() != Chunk.NO_LAYER && chunk.layer() != last) {
          last = chunk.layer();
          run.use(last);
        }
      }
    }

    private void add(int number, Chunk chunk, byte[] identity) throws IOException {
      Optional<ChunkPack.Range> range = run.find(chunk, identity);
      if (range.isPresent() && !hash.needs(number)) {
        pending.add(new Stored(number, range.get(), Use.NONE));
        return;
      }
      ChunkBuffer polled = buffers.poll();
      ChunkBuffer buffer = polled == null ? new ChunkBuffer() : polled;
      buffer.fill(chunk, tars);
      Future<?> hashed =
          hash.needs(number) ? hasher.submit(() -> hash.update(number, buffer)) : Use.DONE;
      Use use = new Use(hashed, Optional.of(buffer));
      if (range.isPresent()) {
        pending.add(new Stored(number, range.get(), use));
      } else {
        pending.add(
            new Compressed(
                number,
                workers.submit(() -> run.compress(buffer, Optional.of(earlier))),
                Optional.of(chunk),
                identity,
                use));
      }
    }

    private void compress(byte[] bytes) {
      pending.add(
          new Compressed(
              NO_CHUNK,
              workers.submit(
                  () -> new CompressedChunk(new byte[0], codec.compress(bytes, bytes.length))),
              Optional.empty(),
              new byte[0],
              Use.NONE));
    }

    private void write(byte[] bytes) throws IOException {
      out.write(bytes, bytes.length);
    }

    private void copy(ChunkPack.Range range) throws IOException {
      copyBuffer = range.read(copyBuffer);
      int end = copyBuffer.limit() - joint.checkLength();
      byte[] check = new byte[joint.checkLength()];
      copyBuffer.get(end, check);
      joint.pass(check);
      copyBuffer.limit(end);
      out.write(copyBuffer);
    }

    /** Writes what is ready, and waits as long as more than {@code most} chunks are pending. */
    private void writeReady(int most) throws IOException, InterruptedException {
      while (!pending.isEmpty() && (pending.size() > most || pending.peek().isReady())) {
        Pending next = pending.remove();
        if (next instanceof Stored stored) {
          copy(stored.range);
        } else if (next instanceof Compressed compressed) {
          CompressedChunk chunk = result(compressed.result);
          byte[] bytes = chunk.bytes();
          int length = bytes.length - joint.checkLength();
          joint.pass(Arrays.copyOfRange(bytes, length, bytes.length));
          out.write(bytes, length);
          if (compressed.chunk.isPresent()) {
            run.keep(compressed.chunk.get(), compressed.identity, chunk);
          }
        }
        result(next.use().hashed);
        next.use().buffer.ifPresent(buffers::add);
        known.passed(next.number(), out);
      }
    }
  }

  /**
   * What uses the bytes of a chunk before it is written.
   *
   * @param buffer has the bytes, and is free afterwards
   */
  private record Use(Future<?> hashed, Optional<ChunkBuffer> buffer) {
    static final Future<?> DONE = CompletableFuture.completedFuture(null);
    static final Use NONE = new Use(DONE, Optional.empty());
  }

  /** What is to be written next. */
  private sealed interface Pending {
    /** Returns the number of the chunk, or {@link #NO_CHUNK}. */
    int number();

    /** Returns what has to be done before. */
    Use use();

    boolean isReady();
  }

  /** Compressed bytes in the store. */
  private record Stored(int number, ChunkPack.Range range, Use use) implements Pending {
    @Override
    public boolean isReady() {
      return use.hashed.isDone();
    }
  }

  /** Bytes that are being compressed; the tail of the archive is no chunk. */
  private record Compressed(
      int number, Future<CompressedChunk> result, Optional<Chunk> chunk, byte[] identity, Use use)
      implements Pending {
    @Override
    public boolean isReady() {
      return result.isDone() && use.hashed.isDone();
    }
  }

  private static <T> T result(Future<T> future) throws IOException, InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      } else if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      } else if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
