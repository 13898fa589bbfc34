package io.github.baci.container.host;

import java.util.List;

/** All ways to start a builder with nothing but the machine, the best first. */
final class Ladder {
  static final List<Rung> RUNGS =
      List.of(
          new NamespacesOfRoot(),
          new NamespacesWithRange(),
          new NamespacesWithAllIds(),
          new ChrootOfRoot(),
          new EnclosedCommands(),
          new TracedCommands(),
          new NamespacesWithOneId());

  private Ladder() {}
}
