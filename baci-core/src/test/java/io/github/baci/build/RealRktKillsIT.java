package io.github.baci.build;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Kills on a real rkt: with {@code -Dbaci.test.rkt} for its executable and {@code
 * -Dbaci.test.rktStage1} for a stage1 image.
 */
class RealRktKillsIT extends RktKills {
  private static final int KILLS = 30;

  @Test
  void nothingIsLeftAfterTheNextBuild() throws Exception {
    killAndLookForRemains(
        new Rkt(
            Path.of(System.getProperty("baci.test.rkt")),
            Path.of(System.getProperty("baci.test.rktStage1"))),
        KILLS);
  }
}
