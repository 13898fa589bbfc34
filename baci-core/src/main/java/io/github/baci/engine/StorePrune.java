package io.github.baci.engine;

import io.github.baci.api.BaciException;
import io.github.baci.api.BuildListener;
import io.github.baci.api.PruneReport;
import io.github.baci.api.PruneRequest;
import io.github.baci.container.Builder;
import io.github.baci.container.Engine;
import io.github.baci.layer.DirectoryLayerStore;
import io.github.baci.store.DirectoryStore;
import io.github.baci.store.Pruning;
import io.github.baci.store.StorageFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/** Prunes a store, with the help of a builder where files belong to subordinate uids. */
public final class StorePrune {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final long PAUSE_MILLIS = 50;

  private final PruneRequest request;
  private final BuildListener listener;
  private final Engine engine;

  public StorePrune(PruneRequest request, BuildListener listener) {
    this.request = request;
    this.listener = listener;
    this.engine = EngineChoice.forDeleting();
  }

  public PruneReport run() throws InterruptedException {
    Path directory = request.storeDirectory();
    if (!Files.exists(directory)) {
      return PruneSummary.of(new Pruning.Result(List.of(), List.of(), List.of(), List.of()));
    }
    try (DirectoryStore store = DirectoryStore.open(directory)) {
      Pruning pruning = Pruning.of(store);
      if (request.mode() == PruneRequest.Mode.TELL) {
        return PruneSummary.of(pruning.preview(request.rules()));
      }
      Pruning.Result result = pruning.prune(request.rules());
      if (!result.leftovers().isEmpty()) {
        deleteAsBuilder(store, result.leftovers());
      }
      return PruneSummary.of(result);
    } catch (IOException e) {
      throw StorageFailure.explain(e, directory, OptionalLong.empty())
          .orElseThrow(() -> new UncheckedIOException(e));
    }
  }

  /** A builder that starts deletes what nobody owns, as its first user may do what root may. */
  @SuppressWarnings("try") // a builder is there, not used
  private void deleteAsBuilder(DirectoryStore store, List<Path> leftovers)
      throws InterruptedException {
    String reason;
    try (Builder builder =
        engine.start(store, new DirectoryLayerStore(store), new EngineEvents(listener))) {
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (leftovers.stream().anyMatch(Files::exists) && System.nanoTime() < end) {
        Thread.sleep(PAUSE_MILLIS);
      }
      reason = "there are many";
    } catch (BaciException e) {
      reason = e.getMessage();
    }
    if (leftovers.stream().anyMatch(Files::exists)) {
      listener.warning(
          "some unpacked files belong to subordinate uids, and are still in '%s': %s; the next build with RUN deletes them"
              .formatted(store.root().resolve("tmp"), reason));
    }
  }
}
