package io.github.baci.source.pull;

import io.github.baci.api.BaciException;
import io.github.baci.api.Digest;
import io.github.baci.compress.Decompressor;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerStore;
import io.github.baci.registry.BlobSink;
import io.github.baci.registry.SinkFailure;
import io.github.baci.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Brings one layer into the store: its blob is checked and kept as it comes in, and at the same
 * time decompressed and indexed. A layer that is there is not asked for; two builds that want the
 * same one get it once.
 *
 * <p>A compressed blob stays in the store beside the layer, because an OCI image that is built on
 * it passes it through byte for byte, which compressing again could not promise. An uncompressed
 * blob is the layer itself and is not kept twice.
 */
final class LayerPull {
  private static final int ATTEMPTS = 2;

  private final Store store;
  private final LayerStore layers;
  private final BlobFeed feed;
  private final PullProgress progress;

  LayerPull(Store store, LayerStore layers, BlobFeed feed, PullProgress progress) {
    this.store = store;
    this.layers = layers;
    this.feed = feed;
    this.progress = progress;
  }

  /**
   * Pulls a layer.
   *
   * @throws BaciException if the layer is not what its digests say
   * @throws IOException if the blob does not come, or the store cannot take it
   */
  Layer pull(DescribedLayer wanted) throws IOException, InterruptedException {
    Store.Lock lock = store.lock("layer-" + wanted.diffId().hex());
    try {
      Optional<Layer> there = layers.find(wanted.diffId());
      if (there.isEmpty()) {
        there = fromKeptBlob(wanted);
      }
      if (there.isPresent()) {
        progress.add(wanted.blob().size());
        return there.get();
      }
      for (int attempt = 1; ; attempt++) {
        try {
          return transfer(wanted);
        } catch (WrongDigest e) {
          if (attempt == ATTEMPTS) {
            throw new BaciException(
                "%s is damaged: %s, twice; the registry, or what is between, changes it"
                    .formatted(wanted.origin(), e.getMessage()),
                e);
          }
        }
      }
    } finally {
      lock.close();
    }
  }

  private Optional<Layer> fromKeptBlob(DescribedLayer wanted) throws IOException {
    Optional<Path> kept = store.find(Store.Area.BLOBS, wanted.blob().digest().hex());
    if (kept.isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = Decompressor.open(Files.newInputStream(kept.get()), wanted.origin())) {
      Layer layer = layers.add(in, wanted.origin());
      if (layer.diffId().equals(wanted.diffId())) {
        return Optional.of(layer);
      }
    } catch (IOException | BaciException e) {
      // Damaged on disk since it was checked: it is pulled again.
    }
    store.dropDamaged(Store.Area.BLOBS, wanted.blob().digest().hex());
    return Optional.empty();
  }

  private Layer transfer(DescribedLayer wanted) throws IOException, InterruptedException {
    try (Store.Staged staged = store.stage(Store.Area.BLOBS);
        GrowingFile file = new GrowingFile(staged.path())) {
      CheckedSink sink = new CheckedSink(file, wanted.blob().digest());
      FutureTask<Layer> indexing = new FutureTask<>(() -> index(file, wanted));
      Thread thread = new Thread(indexing, "baci-layer-" + wanted.diffId().hex().substring(0, 12));
      thread.setDaemon(true);
      thread.start();
      try {
        feed.send(wanted.blob(), sink);
        sink.check();
        file.end();
        if (!wanted.blob().digest().equals(wanted.diffId())) {
          staged.commit(wanted.blob().digest().hex());
        }
        return indexing.get();
      } catch (ExecutionException e) {
        throw explain(e.getCause());
      } finally {
        file.fail(new IOException("the blob is not complete"));
        sink.takeBackIfBad();
        join(thread);
      }
    }
  }

  private Layer index(GrowingFile file, DescribedLayer wanted) throws IOException {
    Layer layer;
    try (InputStream in = Decompressor.open(file.follow(), wanted.origin())) {
      layer = layers.add(in, wanted.origin());
    }
    if (!layer.diffId().equals(wanted.diffId())) {
      throw new BaciException(
          "%s is not what the image's config says: its diff ID is %s, not %s"
              .formatted(wanted.origin(), layer.diffId(), wanted.diffId()));
    }
    return layer;
  }

  private static IOException explain(@Nullable Throwable cause) {
    if (cause instanceof RuntimeException e) {
      throw e;
    }
    if (cause instanceof Error e) {
      throw e;
    }
    return cause instanceof IOException e ? e : new IOException(cause);
  }

  private static void join(Thread thread) throws InterruptedException {
    thread.join();
  }

  /** The blob came whole, but is another one. */
  private static final class WrongDigest extends IOException {
    private static final long serialVersionUID = 1L;

    WrongDigest(String message) {
      super(message);
    }
  }

  /** Writes the file, counts, and computes the digest. */
  private final class CheckedSink implements BlobSink {
    private final GrowingFile file;
    private final Digest expected;
    private final MessageDigest digest;
    private boolean good;

    CheckedSink(GrowingFile file, Digest expected) {
      this.file = file;
      this.expected = expected;
      this.digest = expected.algorithm().newMessageDigest();
    }

    @Override
    public long received() {
      return file.written();
    }

    @Override
    public void take(byte[] bytes, int offset, int length) throws IOException {
      if (Thread.currentThread().isInterrupted()) {
        throw new SinkFailure(new InterruptedIOException("the pull was given up"));
      }
      try {
        file.write(bytes, offset, length);
      } catch (IOException e) {
        throw new SinkFailure(e);
      }
      digest.update(bytes, offset, length);
      progress.add(length);
    }

    void check() throws WrongDigest {
      String hex = HexFormat.of().formatHex(digest.digest());
      if (!hex.equals(expected.hex())) {
        throw new WrongDigest("its digest is %s instead of %s".formatted(hex, expected));
      }
      good = true;
    }

    void takeBackIfBad() {
      if (!good) {
        progress.add(-received());
      }
    }
  }
}
