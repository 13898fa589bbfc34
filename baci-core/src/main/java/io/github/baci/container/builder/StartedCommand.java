package io.github.baci.container.builder;

import java.io.IOException;

/** A command that is executed. */
public interface StartedCommand {

  /** Sends it a signal, or none if it has ended. May be called by any thread. */
  void signal(int number) throws IOException;

  /**
   * Waits for it to end, and sees to it that everything that it started has ended too. Called once.
   *
   * @return its exit code, or 128 and the number of the signal that killed it
   */
  int await() throws IOException, InterruptedException;
}
