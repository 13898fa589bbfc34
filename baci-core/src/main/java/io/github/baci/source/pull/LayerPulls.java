package io.github.baci.source.pull;

import io.github.baci.concurrent.DaemonThreads;
import io.github.baci.layer.Layer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Pulls the layers of an image side by side; gives all up when one fails. */
final class LayerPulls {
  /** Enough to hide one layer's latency behind another's bytes; registries limit more. */
  private static final int AT_ONCE = 3;

  private LayerPulls() {}

  /** Pulls one layer. */
  @FunctionalInterface
  interface Pull {
    Layer pull(DescribedLayer wanted) throws IOException, InterruptedException;
  }

  static List<Layer> run(Pull pull, List<DescribedLayer> wanted)
      throws IOException, InterruptedException {
    return run(pull, wanted, AT_ONCE);
  }

  /**
   * Pulls layers.
   *
   * @param atOnce how many at a time
   */
  static List<Layer> run(Pull pull, List<DescribedLayer> wanted, int atOnce)
      throws IOException, InterruptedException {
    if (wanted.isEmpty()) {
      return List.of();
    }
    ExecutorService threads =
        Executors.newFixedThreadPool(
            Math.min(atOnce, wanted.size()), new DaemonThreads("baci-pull"));
    try {
      ExecutorCompletionService<Layer> running = new ExecutorCompletionService<>(threads);
      List<Future<Layer>> futures = new ArrayList<>();
      wanted.forEach(layer -> futures.add(running.submit(() -> pull.pull(layer))));
      for (int left = wanted.size(); left > 0; left--) {
        running.take().get();
      }
      List<Layer> layers = new ArrayList<>();
      for (Future<Layer> future : futures) {
        layers.add(future.get());
      }
      return layers;
    } catch (ExecutionException e) {
      throw rethrow(e.getCause());
    } finally {
      threads.shutdownNow();
      threads.awaitTermination(1, TimeUnit.MINUTES);
    }
  }

  private static IOException rethrow(@Nullable Throwable cause) throws InterruptedException {
    if (cause instanceof RuntimeException e) {
      throw e;
    }
    if (cause instanceof Error e) {
      throw e;
    }
    if (cause instanceof InterruptedException e) {
      throw e;
    }
    return cause instanceof IOException e ? e : new IOException(cause);
  }
}
