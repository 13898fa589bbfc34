package io.github.baci.run;

import java.nio.file.Path;

/**
 * Applications on a real rkt: with {@code -Dbaci.test.rkt} for its executable and {@code
 * -Dbaci.test.rktStage1} for a stage1 image.
 */
class RealRktRunIT extends RktRunDetails {
  @Override
  Path rkt() {
    return Path.of(System.getProperty("baci.test.rkt"));
  }

  @Override
  Path stage1() {
    return Path.of(System.getProperty("baci.test.rktStage1"));
  }

  @Override
  boolean tellsSignals() {
    return true;
  }

  @Override
  boolean supervises() {
    return !stage1().getFileName().toString().contains("fly");
  }
}
