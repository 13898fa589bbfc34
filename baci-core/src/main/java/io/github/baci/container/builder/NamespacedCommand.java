package io.github.baci.container.builder;

import io.github.baci.container.syscall.Errno;
import io.github.baci.container.syscall.ProcessCalls;
import io.github.baci.container.syscall.SystemCallException;
import java.io.IOException;

/** A command that is the first process of a pid namespace: all others in it end with it. */
final class NamespacedCommand implements StartedCommand {
  private final int pid;
  private boolean hasEnded;

  NamespacedCommand(int pid) {
    this.pid = pid;
  }

  @Override
  public synchronized void signal(int number) throws IOException {
    if (!hasEnded) {
      try {
        ProcessCalls.kill(pid, number);
      } catch (SystemCallException e) {
        if (e.errno() != Errno.ESRCH) {
          throw e;
        }
      }
    }
  }

  @Override
  public int await() throws IOException {
    ProcessCalls.awaitEnd(pid);
    synchronized (this) {
      hasEnded = true;
      return ProcessCalls.reap(pid);
    }
  }
}
