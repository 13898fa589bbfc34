package io.github.baci.aci.archive;

import io.github.baci.api.AciCompression;
import io.github.baci.compress.ChunkCodec;
import io.github.baci.store.Store;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Compresses the chunks of layers into the store before an archive is composed of them. */
final class AheadCompression implements Runnable {
  private final Store store;
  private final Difference files;
  private final AciCompression compression;
  private final AtomicBoolean stopped;

  AheadCompression(
      Store store, Difference files, AciCompression compression, AtomicBoolean stopped) {
    this.store = store;
    this.files = files;
    this.compression = compression;
    this.stopped = stopped;
  }

  /**
   * Compresses what is missing until it is told to stop; what is done by then is kept. A failure
   * only means that nothing is won: whatever is wrong shows when the archive is composed.
   */
  @Override
  public void run() {
    if (stopped.get()) {
      return;
    }
    try (ChunkCodec codec = ChunkCodec.of(compression);
        LayerTars tars = new LayerTars();
        CompressionRun run = new CompressionRun(store, files.layers(), codec)) {
      if (codec.isWorthKeeping()) {
        compress(codec, tars, run);
        run.commit();
      }
    } catch (IOException | RuntimeException e) {
      stopped.set(true);
    }
  }

  private void compress(ChunkCodec codec, LayerTars tars, CompressionRun run) throws IOException {
    ChunkBuffer buffer = new ChunkBuffer();
    for (Chunk chunk : ArchiveOrder.of(files, codec.target())) {
      if (stopped.get()) {
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
