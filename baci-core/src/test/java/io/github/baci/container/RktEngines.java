package io.github.baci.container;

import io.github.baci.api.BuildListener;
import io.github.baci.api.BuildRequest.EngineOptions;
import io.github.baci.engine.EngineChoice;
import io.github.baci.layer.LayerStore;
import io.github.baci.store.Store;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Makes rkt engines for tests of the contract. */
final class RktEngines {
  private RktEngines() {}

  /**
   * Makes an engine.
   *
   * @param directory what is the build context and may be mounted; rkt's own directory is made in
   *     it
   */
  static Engine of(Path rkt, String stage1, Path directory, Store store, LayerStore layers) {
    EngineOptions options =
        new EngineOptions(
            EngineOptions.Kind.RKT,
            Optional.of(rkt),
            Optional.of(stage1),
            Optional.of(directory.resolve("rkt")),
            List.of());
    return new EngineChoice(store, layers, BuildListener.SILENT, Optional.empty())
        .of(options, directory, List.of(directory));
  }
}
