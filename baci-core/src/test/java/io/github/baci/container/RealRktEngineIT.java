package io.github.baci.container;

import io.github.baci.BuildListener;
import io.github.baci.BuildRequest.EngineOptions;
import io.github.baci.engine.EngineChoice;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The contract on a real rkt: with {@code -Dbaci.test.rkt} for its executable and {@code
 * -Dbaci.test.rktStage1} for a stage1 image.
 */
class RealRktEngineIT extends MountContract {
  @Override
  Engine engine() {
    EngineOptions options =
        new EngineOptions(
            EngineOptions.Kind.RKT,
            Optional.of(Path.of(System.getProperty("baci.test.rkt"))),
            Optional.ofNullable(System.getProperty("baci.test.rktStage1")),
            Optional.of(directory.resolve("rkt")),
            List.of());
    return new EngineChoice(store, layers, BuildListener.SILENT, Optional.empty())
        .of(options, directory, List.of(directory));
  }
}
