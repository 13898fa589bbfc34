package io.github.baci.build;

import io.github.baci.testing.rkt.StandInRkt;
import io.github.baci.testing.rkt.StandInRkt.Flavour;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Kills on a stand-in for rkt: fewer than on a real one, as each build takes its seconds. */
class StandInRktKillsIT extends RktKills {
  private static final int KILLS = 8;

  @TempDir private Path tools;

  @ParameterizedTest
  @EnumSource
  void nothingIsLeftAfterTheNextBuild(Flavour flavour) throws Exception {
    killAndLookForRemains(
        new Rkt(StandInRkt.executable(tools), StandInRkt.stage1(tools, flavour)), KILLS);
  }
}
