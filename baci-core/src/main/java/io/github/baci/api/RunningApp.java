package io.github.baci.api;

/** An application that runs in a container. Signals may be sent by any thread. */
public interface RunningApp extends AutoCloseable {

  /**
   * Sends a signal to the application. Without effect once it has ended.
   *
   * @param number the number of the signal, as Linux counts them
   */
  void signal(int number);

  /**
   * Passes on the output of the application until it ends. To be called once. When the calling
   * thread is interrupted, the application and everything it started are killed.
   *
   * @return its exit code, or 128 and the number of the signal that killed it
   * @throws BaciException if the container cannot be made
   */
  int await(OutputListener output) throws InterruptedException;

  /** Kills the application, if it still runs, and cleans up. */
  @Override
  void close();
}
