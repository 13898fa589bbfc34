package io.github.baci.container.traced;

import io.github.baci.container.syscall.Errno;
import io.github.baci.container.syscall.ProcessCalls;
import io.github.baci.container.syscall.Spawn;
import io.github.baci.container.syscall.SystemCallException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A command that runs as root of a directory tree without any privilege: every call that names a
 * file, or is about owners and ids, is answered by a thread that traces it.
 */
final class TracedCommand {
  private static final int UMASK = 022;

  private final Plan plan;
  private final int[] descriptors;
  private final CompletableFuture<Integer> started = new CompletableFuture<>();
  private final CompletableFuture<Integer> ended = new CompletableFuture<>();

  /**
   * What is run.
   *
   * @param program the program's path in the guest
   * @param workingDirectory the same, on this machine
   * @param environment as {@code NAME=value}
   */
  record Plan(
      BindTable binds,
      Owners owners,
      Credentials credentials,
      String program,
      List<String> arguments,
      List<String> environment,
      String workingDirectory,
      String hostname,
      boolean hasNetwork,
      java.nio.file.Path shortNames) {}

  /**
   * Prepares a command.
   *
   * @param descriptors open pipes for standard input, or -1, output and error
   */
  TracedCommand(Plan plan, int[] descriptors) {
    this.plan = plan;
    this.descriptors = descriptors.clone();
  }

  /**
   * Starts the command and waits until it is executed.
   *
   * @return its process ID
   * @throws SystemCallException if it cannot be executed
   */
  int start() throws IOException, InterruptedException {
    Thread thread = new Thread(this::run, "baci-tracer");
    thread.setDaemon(true);
    thread.start();
    return result(started);
  }

  /**
   * Waits for the command to end, and with it all that it started.
   *
   * @return its exit code, or 128 and the number of the signal that killed it
   */
  int await() throws IOException, InterruptedException {
    return result(ended);
  }

  private static int result(CompletableFuture<Integer> future)
      throws IOException, InterruptedException {
    try {
      return future.get();
    } catch (java.util.concurrent.ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof IOException io) {
        throw io;
      } else if (cause instanceof RuntimeException runtime) {
        throw runtime;
      }
      throw new CompletionException(cause);
    }
  }

  private void run() {
    try {
      int status = trace();
      int signal = status & 0x7f;
      ended.complete(signal == 0 ? (status >> 8) & 0xff : 128 + signal);
    } catch (IOException | RuntimeException | Error e) {
      started.completeExceptionally(e);
      ended.completeExceptionally(e);
    }
  }

  private int trace() throws IOException {
    Ptrace.adoptOrphans();
    Guest guest = new Guest(plan.binds(), plan.owners());
    Answers answers = new Answers(guest, plan.hostname(), plan.hasNetwork(), plan.shortNames());
    Stub stub = new Stub(guest.registers(), guest.memory());
    int pid;
    try (Spawn spawn = Stub.spawn()) {
      if (descriptors[0] < 0) {
        spawn.open(0, "/dev/null", 0);
      } else {
        spawn.duplicate(descriptors[0], 0);
      }
      spawn.duplicate(descriptors[1], 1);
      spawn.duplicate(descriptors[2], 2);
      spawn.closeOthers();
      pid = stub.start(spawn);
    }
    try {
      stub.enter(plan.workingDirectory(), UMASK);
      stub.filter(SyscallFilter.program());
      stub.execute(plan.program(), plan.arguments(), plan.environment());
    } catch (IOException | RuntimeException e) {
      stub.kill();
      throw e;
    }
    Task main = new Task(pid, pid, plan.credentials(), new Task.Place(), new Task.Memory());
    Tracer tracer =
        new Tracer(
            guest,
            answers,
            main,
            error -> {
              if (error == 0) {
                started.complete(pid);
              } else {
                started.completeExceptionally(
                    new SystemCallException("exec " + plan.program(), error));
              }
            });
    return tracer.follow();
  }

  /** Sends a signal to the command, if it has not ended. */
  void signal(int number) throws IOException, InterruptedException {
    if (!ended.isDone()) {
      try {
        ProcessCalls.kill(result(started), number);
      } catch (SystemCallException e) {
        if (e.errno() != Errno.ESRCH) {
          throw e;
        }
      }
    }
  }
}
