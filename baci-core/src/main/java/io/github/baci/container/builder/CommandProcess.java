package io.github.baci.container.builder;

import io.github.baci.container.syscall.Errno;
import io.github.baci.container.syscall.ProcessCalls;
import io.github.baci.container.syscall.SystemCallException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The process of a command, to which signals may be sent at any time, also before it starts. */
final class CommandProcess {
  private final List<Integer> early = new ArrayList<>();
  private boolean isStarted;
  private boolean hasEnded;
  private boolean isKilled;
  private int pid;

  /** The process has started; -1 if it cannot. */
  synchronized void started(int newPid) throws IOException {
    isStarted = true;
    pid = newPid;
    hasEnded = newPid < 0;
    for (int signal : early) {
      signal(signal);
    }
  }

  /** Sends a signal, if the process has not ended. */
  synchronized void signal(int number) throws IOException {
    if (number == ProcessCalls.SIGKILL) {
      isKilled = true;
    }
    if (!isStarted) {
      early.add(number);
    } else if (!hasEnded) {
      try {
        ProcessCalls.kill(pid, number);
      } catch (SystemCallException e) {
        if (e.errno() != Errno.ESRCH) {
          throw e;
        }
      }
    }
  }

  /** Returns whether somebody wanted to kill the process. */
  synchronized boolean isKilled() {
    return isKilled;
  }

  /** Waits for the process to end, and with it all others of its pid namespace. */
  int await() throws IOException {
    ProcessCalls.awaitEnd(pid);
    synchronized (this) {
      hasEnded = true;
      return ProcessCalls.reap(pid);
    }
  }
}
