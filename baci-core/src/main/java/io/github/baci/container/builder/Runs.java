package io.github.baci.container.builder;

import io.github.baci.container.ContainerSpec;
import io.github.baci.container.protocol.Message;
import io.github.baci.container.protocol.MessageChannel;
import java.io.IOException;

/** Carries out runs, for several threads side by side. */
interface Runs extends AutoCloseable {

  /**
   * Runs a command and takes the snapshot.
   *
   * @param channel where its output is sent
   * @param input a descriptor that it reads from, which is closed, or -1
   * @param process hears of its process
   * @return what the host is told
   */
  Message run(ContainerSpec spec, MessageChannel channel, int input, CommandProcess process)
      throws IOException, InterruptedException;

  /** Ends all commands that this process does not end with itself. */
  @Override
  void close();
}
