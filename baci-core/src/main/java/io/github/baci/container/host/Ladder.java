package io.github.baci.container.host;

import java.util.List;

/** All ways to start a builder with nothing but the machine, the best first. */
final class Ladder {
  static final List<Rung> RUNGS =
      List.of(
          new NamespacesOfRoot(),
          new NamespacesWithRange(),
          new NamespacesWithAllIds(),
          new EnclosedCommands(),
          new TracedCommands(), // before chroot, in which there is no /proc, and so no Java
          new ChrootOfRoot(),
          new NamespacesWithOneId());

  private Ladder() {}
}
