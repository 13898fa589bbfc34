package io.github.baci.container.builder;

import io.github.baci.container.syscall.Errno;
import io.github.baci.container.syscall.ProcessCalls;
import io.github.baci.container.syscall.SystemCallException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A process of the builder and all that come from it, also those that have left its session and
 * lost their parents. They are known by their resource limit for resident memory, which Linux
 * passes on, shows to everybody and does not enforce. The builder is the parent of all that have
 * lost theirs.
 */
final class ProcessFamily {
  private static final Path PROC = Path.of("/proc");
  private static final String LIMIT = "Max resident set";
  private static final int MOST_ROUNDS = 10_000;
  private static final Object MARKING = new Object();
  private static int count;

  private final String mark;
  private final int first;

  private ProcessFamily(long mark, int first) {
    this.mark = String.valueOf(mark);
    this.first = first;
  }

  /** Starts the first process of a family. */
  interface Start {
    /** Starts it and returns its number, in the calling thread. */
    int start() throws IOException;
  }

  /** Starts a process whose family can be told from others. */
  static ProcessFamily start(Start start) throws IOException {
    synchronized (MARKING) {
      long mark = ProcessCalls.mark(++count);
      return new ProcessFamily(mark, start.start());
    }
  }

  /** Returns the number of the first process. */
  int first() {
    return first;
  }

  /** Waits for the first process to end, and takes it away. */
  void awaitFirst() throws IOException {
    ProcessCalls.reap(first);
  }

  /** Takes processes of the family away that have ended and have no other parent any more. */
  void reap() throws IOException {
    for (int pid : members()) {
      if (pid != first) {
        ProcessCalls.reapIfEnded(pid);
      }
    }
  }

  /** Kills all but the first, which has ended, and waits until they are gone. */
  void end() throws IOException, InterruptedException {
    for (int round = 0; round < MOST_ROUNDS; round++) {
      boolean isGone = true;
      for (int pid : members()) {
        if (pid != first) {
          isGone = false;
          kill(pid);
          ProcessCalls.reapIfEnded(pid);
        }
      }
      if (isGone) {
        return;
      }
      Thread.sleep(1);
    }
    throw new IOException(
        "processes that the command has left behind do not end when they are killed: " + members());
  }

  /** Kills all, and does not wait. */
  void kill() throws IOException {
    for (int pid : members()) {
      kill(pid);
    }
  }

  private static void kill(int pid) throws SystemCallException {
    try {
      ProcessCalls.kill(pid, ProcessCalls.SIGKILL);
    } catch (SystemCallException e) {
      if (e.errno() != Errno.ESRCH) {
        throw e;
      }
    }
  }

  private List<Integer> members() throws IOException {
    List<Integer> result = new ArrayList<>();
    int own = (int) ProcessHandle.current().pid();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : all) {
        int pid = Integer.parseInt(process.getFileName().toString());
        if (pid != own && isMarked(process)) {
          result.add(pid);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return result;
  }

  private boolean isMarked(Path process) {
    try {
      for (String line : Files.readAllLines(process.resolve("limits"))) {
        if (line.startsWith(LIMIT)) {
          return line.substring(LIMIT.length()).strip().startsWith(mark + " ");
        }
      }
    } catch (IOException e) {
      // it has ended meanwhile
    }
    return false;
  }
}
