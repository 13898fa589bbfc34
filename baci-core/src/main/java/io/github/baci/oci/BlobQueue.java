package io.github.baci.oci;

import io.github.baci.api.Digest;
import io.github.baci.concurrent.DaemonThreads;
import io.github.baci.image.Image;
import io.github.baci.image.PulledBlob;
import io.github.baci.layer.Layer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Makes the blobs of layers, several at once: each layer is made once, however often and by whom it
 * is asked for.
 */
final class BlobQueue implements AutoCloseable {
  private final CompressedLayers blobs;
  private final ExecutorService threads;
  private final Map<Digest, Future<CompressedLayer>> compressed = new ConcurrentHashMap<>();

  BlobQueue(CompressedLayers blobs, int threads) {
    this.blobs = blobs;
    this.threads = Executors.newFixedThreadPool(threads, new DaemonThreads("baci-layer-blob"));
  }

  /** Begins to compress a layer. */
  void ahead(Layer layer) {
    // what becomes of it is told to those who ask for the layers
    var unused = compressed(layer);
  }

  /** Returns the blobs of an image's layers, the lowest first. */
  List<CompressedLayer> layers(Image image) throws IOException, InterruptedException {
    blobs.hurry();
    List<Future<CompressedLayer>> all = new ArrayList<>();
    for (Layer layer : image.layers()) {
      PulledBlob pulled = image.blobs().get(layer.diffId());
      all.add(pulled == null ? compressed(layer) : threads.submit(() -> pulled(pulled, layer)));
    }
    List<CompressedLayer> result = new ArrayList<>();
    for (Future<CompressedLayer> blob : all) {
      result.add(await(blob));
    }
    return result;
  }

  private CompressedLayer pulled(PulledBlob blob, Layer layer)
      throws IOException, InterruptedException {
    Optional<CompressedLayer> there = blobs.pulled(blob);
    return there.isPresent() ? there.get() : blobs.of(layer);
  }

  private Future<CompressedLayer> compressed(Layer layer) {
    return compressed.computeIfAbsent(layer.diffId(), key -> threads.submit(() -> blobs.of(layer)));
  }

  private static CompressedLayer await(Future<CompressedLayer> blob)
      throws IOException, InterruptedException {
    try {
      return blob.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      } else if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      } else if (e.getCause() instanceof Error cause) {
        throw cause;
      } else if (e.getCause() instanceof InterruptedException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Gives up what is not finished, and waits until it is given up. */
  @Override
  public void close() {
    threads.shutdownNow();
    DaemonThreads.awaitEnd(threads);
  }
}
