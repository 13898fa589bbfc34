package io.github.baci.container;

import io.github.baci.api.OutputListener;

/** A command that a builder has started. Signals may be sent by any thread. */
public interface RunningCommand extends AutoCloseable {

  /**
   * Sends a signal to the command. It is the first process of its pid namespace, so that only
   * SIGKILL ends it where it does not handle the signal. Without effect once it has ended.
   *
   * @param number the number of the signal, as Linux counts them
   */
  void signal(int number);

  /**
   * Passes on the output of the command until it ends. To be called once. When the calling thread
   * is interrupted, the command and everything it started are killed.
   *
   * @throws io.github.baci.api.BaciException if the container cannot be made, or the snapshot
   *     cannot be taken
   */
  RunResult await(OutputListener output) throws InterruptedException;

  /** Kills the command and everything it started, if it still runs. */
  @Override
  void close();
}
