package io.github.baci.container.builder;

import java.io.IOException;

/** Starts a command with a root directory of its own. */
sealed interface ChrootStarter permits ProcessStarter, ThreadStarter {

  /**
   * Starts it, and returns when it is executed.
   *
   * @param program its path in the root
   */
  ProcessFamily start(Confinement.Plan plan, String program)
      throws IOException, InterruptedException;
}
