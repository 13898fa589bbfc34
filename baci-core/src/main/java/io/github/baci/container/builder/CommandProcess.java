package io.github.baci.container.builder;

import io.github.baci.container.syscall.ProcessCalls;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The process of a command, to which signals may be sent at any time, also before it starts. */
final class CommandProcess {
  private final List<Integer> early = new ArrayList<>();
  private boolean isStarted;
  private boolean isKilled;
  private Optional<StartedCommand> command = Optional.empty();

  /** The process has started. */
  synchronized void started(StartedCommand newCommand) throws IOException {
    isStarted = true;
    command = Optional.of(newCommand);
    for (int signal : early) {
      newCommand.signal(signal);
    }
  }

  /** The process could not be started. */
  synchronized void notStarted() {
    isStarted = true;
  }

  /** Sends a signal, if the process has not ended. */
  synchronized void signal(int number) throws IOException {
    if (number == ProcessCalls.SIGKILL) {
      isKilled = true;
    }
    if (!isStarted) {
      early.add(number);
    } else if (command.isPresent()) {
      command.get().signal(number);
    }
  }

  /** Returns whether somebody wanted to kill the process. */
  synchronized boolean isKilled() {
    return isKilled;
  }
}
