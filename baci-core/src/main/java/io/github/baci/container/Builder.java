package io.github.baci.container;

import io.github.baci.api.OutputListener;
import java.io.InputStream;
import java.util.Optional;

/** A running builder container. Runs commands for several threads side by side. */
public interface Builder extends AutoCloseable {

  /**
   * Runs a command in a root file system made of layers and waits for it to end. When the calling
   * thread is interrupted, the command and everything it started are killed.
   *
   * @param output hears what the command writes, while it writes it
   * @return how it ended; a program that is not there gives 127, one that cannot be executed 126,
   *     each with a line on standard error
   * @throws io.github.baci.api.BaciException if the container cannot be made, or the snapshot
   *     cannot be taken
   */
  default RunResult run(ContainerSpec spec, OutputListener output) throws InterruptedException {
    try (RunningCommand command = start(spec, Optional.empty())) {
      return command.await(output);
    }
  }

  /**
   * Starts a command in a root file system made of layers.
   *
   * @param input what the command reads from standard input; without it, nothing is there to read
   * @throws io.github.baci.api.BaciException if the builder has been killed
   */
  RunningCommand start(ContainerSpec spec, Optional<InputStream> input) throws InterruptedException;

  /**
   * Waits until what killed processes have left in the store is deleted, as far as a builder may
   * delete it. It begins with that when it is started, and may delete what belongs to subordinate
   * uids, which the host may not.
   */
  void awaitSweep() throws InterruptedException;

  @Override
  void close();
}
