package io.github.baci.run;

import io.github.baci.testing.rkt.StandInRkt;
import io.github.baci.testing.rkt.StandInRkt.Flavour;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;

/** Applications on a stand-in for rkt, once for each kind of stage1 image. */
class StandInRktRunIT {
  /** rkt becomes the application. */
  @Nested
  class Fly extends OnStandIn {
    @Override
    Flavour flavour() {
      return Flavour.FLY;
    }
  }

  /** rkt supervises the application. */
  @Nested
  class Systemd extends OnStandIn {
    @Override
    Flavour flavour() {
      return Flavour.SYSTEMD;
    }
  }

  /** The contract on the stand-in. */
  abstract static class OnStandIn extends RktRunContract {
    abstract Flavour flavour();

    @Override
    Path rkt() throws IOException {
      return StandInRkt.executable(directory.resolve("bin"));
    }

    @Override
    Path stage1() throws IOException {
      return StandInRkt.stage1(directory, flavour());
    }

    /** The stand-in has no systemctl in its pods, as stage1-coreos has one of its own. */
    @Override
    boolean tellsSignals() {
      return !supervises();
    }

    @Override
    boolean supervises() {
      return flavour() == Flavour.SYSTEMD;
    }
  }
}
