package io.github.baci.aci.archive;

import io.github.baci.api.AciCompression;
import io.github.baci.api.Digest;
import io.github.baci.compress.ChunkCodec;
import io.github.baci.layer.Layer;
import io.github.baci.store.Store;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Compresses the chunks of layers into the store before an archive is composed of them. */
final class AheadCompression {
  private final Store store;
  private final Supplier<Difference> files;
  private final AciCompression compression;
  private final Set<Digest> done;

  /**
   * Takes the files.
   *
   * @param done the layers that others have gone through, to which those of the files are added
   */
  AheadCompression(
      Store store, Supplier<Difference> files, AciCompression compression, Set<Digest> done) {
    this.store = store;
    this.files = files;
    this.compression = compression;
    this.done = done;
  }

  /**
   * Compresses what is missing until it is told to stop; what is done by then is kept. A failure
   * only means that nothing is won: whatever is wrong shows when the archive is composed.
   *
   * @param wait how long to wait before
   * @param stop opened by whoever wants it to stop
   */
  void run(Duration wait, CountDownLatch stop) {
    if (stop.getCount() == 0) {
      return;
    }
    try {
      Difference merged = files.get();
      if (!stop.await(wait.toMillis(), TimeUnit.MILLISECONDS) && pays(merged)) {
        compress(merged, stop);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) {
      stop.countDown();
    }
  }

  private void compress(Difference merged, CountDownLatch stop) throws IOException {
    try (ChunkCodec codec = ChunkCodec.of(compression);
        LayerTars tars = new LayerTars();
        CompressionRun run = new CompressionRun(store, merged.layers(), codec)) {
      if (codec.isWorthKeeping()) {
        compressMissing(merged, codec, tars, run, stop);
        run.commit();
      }
    }
  }

  /** Where all that is new is short, going through the files would take longer. */
  private boolean pays(Difference merged) {
    boolean pays = false;
    for (Layer layer : merged.layers()) {
      pays |= done.add(layer.diffId()) && LayerChunks.isWorthKeeping(layer);
    }
    return pays;
  }

  private void compressMissing(
      Difference merged, ChunkCodec codec, LayerTars tars, CompressionRun run, CountDownLatch stop)
      throws IOException {
    ChunkBuffer buffer = new ChunkBuffer();
    for (Chunk chunk : ArchiveOrder.of(merged, codec.target())) {
      if (stop.getCount() == 0) {
        return;
      }
      if (!run.keeps(chunk)) {
        continue;
      }
      byte[] identity = chunk.identity();
      if (run.find(chunk, identity).isEmpty()) {
        buffer.fill(chunk, tars);
        run.keep(chunk, identity, run.compress(buffer, Optional.empty()));
      }
    }
  }
}
