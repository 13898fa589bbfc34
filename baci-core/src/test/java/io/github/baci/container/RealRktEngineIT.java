package io.github.baci.container;

import java.nio.file.Path;

/**
 * The contract on a real rkt: with {@code -Dbaci.test.rkt} for its executable and {@code
 * -Dbaci.test.rktStage1} for a stage1 image.
 */
class RealRktEngineIT extends EscapeContract {
  @Override
  Engine engine() {
    return RktEngines.of(
        Path.of(System.getProperty("baci.test.rkt")),
        System.getProperty("baci.test.rktStage1"),
        directory,
        store,
        layers);
  }
}
