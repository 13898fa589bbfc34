package io.github.baci.container;

import io.github.baci.testing.rkt.StandInRkt;
import io.github.baci.testing.rkt.StandInRkt.Flavour;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Nested;

/** The contract on a stand-in for rkt, once for each kind of stage1 image. */
class StandInRktEngineIT {
  /** rkt becomes the builder. */
  @Nested
  class Fly extends EscapeContract {
    @Override
    Engine engine() {
      return standIn(this, Flavour.FLY);
    }
  }

  /** rkt supervises the builder. */
  @Nested
  class Systemd extends EscapeContract {
    @Override
    Engine engine() {
      return standIn(this, Flavour.SYSTEMD);
    }
  }

  private static Engine standIn(EngineContract contract, Flavour flavour) {
    try {
      return RktEngines.of(
          StandInRkt.executable(contract.directory.resolve("bin")),
          StandInRkt.stage1(contract.directory, flavour).toString(),
          contract.directory,
          contract.store,
          contract.layers);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
