package io.github.baci.container;

/** A running builder container. Runs commands for several threads side by side. */
public interface Builder extends AutoCloseable {

  /**
   * Runs a command in a root file system made of layers and waits for it to end. When the calling
   * thread is interrupted, the command and everything it started are killed.
   *
   * @param output hears what the command writes, while it writes it
   * @throws io.github.baci.BaciException if the command cannot be started, or the snapshot cannot
   *     be taken
   */
  RunResult run(ContainerSpec spec, OutputListener output) throws InterruptedException;

  @Override
  void close();

  /** Hears the output of a command. Called by one thread at a time. */
  interface OutputListener {
    /** Some bytes of standard output. */
    void stdout(byte[] bytes);

    /** Some bytes of standard error. */
    void stderr(byte[] bytes);
  }
}
