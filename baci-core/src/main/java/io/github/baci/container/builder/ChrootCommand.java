package io.github.baci.container.builder;

import io.github.baci.container.syscall.Errno;
import io.github.baci.container.syscall.ProcessCalls;
import io.github.baci.container.syscall.SystemCallException;
import java.io.IOException;

/** A command in no pid namespace of its own: what it leaves behind is killed when it has ended. */
final class ChrootCommand implements StartedCommand {
  private static final long MILLIS_BETWEEN_REAPS = 500;

  private final ProcessFamily family;
  private final Runnable whenEnded;
  private boolean hasEnded;

  ChrootCommand(ProcessFamily family, Runnable whenEnded) {
    this.family = family;
    this.whenEnded = whenEnded;
  }

  @Override
  public synchronized void signal(int number) throws IOException {
    if (!hasEnded) {
      try {
        ProcessCalls.kill(family.first(), number);
      } catch (SystemCallException e) {
        if (e.errno() != Errno.ESRCH) {
          throw e;
        }
      }
    }
  }

  @Override
  public int await() throws IOException, InterruptedException {
    Thread reaper = new Thread(this::reap, "baci-reaper");
    reaper.setDaemon(true);
    reaper.start();
    try {
      ProcessCalls.awaitEnd(family.first());
      int exitCode;
      synchronized (this) {
        hasEnded = true;
        exitCode = ProcessCalls.reap(family.first());
      }
      family.end();
      return exitCode;
    } finally {
      reaper.interrupt();
      whenEnded.run();
    }
  }

  /** Scripts wait for daemons to be gone; those that nobody reaps never are. */
  private void reap() {
    try {
      while (true) {
        Thread.sleep(MILLIS_BETWEEN_REAPS);
        family.reap();
      }
    } catch (InterruptedException e) {
      // the command has ended
    } catch (IOException e) {
      // /proc cannot be read: the command goes on
    }
  }
}
