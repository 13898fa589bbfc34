package io.github.baci.engine;

import io.github.baci.api.BaciException;
import io.github.baci.api.BuildListener;
import io.github.baci.api.Option;
import io.github.baci.api.PruneReport;
import io.github.baci.api.PruneRequest;
import io.github.baci.container.Builder;
import io.github.baci.container.Engine;
import io.github.baci.layer.DirectoryLayerStore;
import io.github.baci.layer.LayerStore;
import io.github.baci.store.DirectoryStore;
import io.github.baci.store.Pruning;
import io.github.baci.store.StorageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Prunes a store. Where files belong to subordinate uids of the user, a builder deletes them, which
 * the engine of the request starts: in namespaces with the user's range of ids it may do so. Others
 * leave them, as does a build with that engine.
 */
public final class StorePrune {
  private final PruneRequest request;
  private final BuildListener listener;

  public StorePrune(PruneRequest request, BuildListener listener) {
    this.request = request;
    this.listener = listener;
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
      List<Path> leftovers = new ArrayList<>(store.leftovers());
      leftovers.addAll(result.leftovers());
      if (!leftovers.isEmpty()) {
        deleteAsBuilder(store, leftovers);
      }
      return PruneSummary.of(result);
    } catch (IOException e) {
      throw StorageFailure.unchecked(e, directory);
    }
  }

  private void deleteAsBuilder(DirectoryStore store, List<Path> leftovers)
      throws InterruptedException {
    LayerStore layers = new DirectoryLayerStore(store);
    Engine engine =
        new EngineChoice(store, layers, listener, Optional.empty())
            .of(request.engine(), store.root(), List.of());
    String reason;
    try (Builder builder = engine.start(store, layers, new EngineEvents(listener))) {
      builder.awaitSweep();
      reason =
          "the engine '%s' may not delete them here (%s)".formatted(engine.name(), Option.ENGINE);
    } catch (BaciException e) {
      reason = e.getMessage();
    }
    if (leftovers.stream().anyMatch(Files::exists)) {
      listener.warning(
          "some unpacked files belong to subordinate uids, and are still in '%s': %s; a build with RUN, or pruning, deletes them where commands run in namespaces"
              .formatted(store.root().resolve("tmp"), reason));
    }
  }
}
