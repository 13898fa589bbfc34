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
public final class TracedCommand {
  private static final int UMASK = 022;

  private final Plan plan;
  private final int[] descriptors;
  private final CompletableFuture<Integer> started = new CompletableFuture<>();
  private final CompletableFuture<Integer> ended = new CompletableFuture<>();

  /**
   * What is run.
   *
   * @param binds what its file system is put together from
   * @param owners what it is told of owners and modes, and tells itself
   * @param credentials who it runs as
   * @param program its path in the guest
   * @param arguments with the name of the program
   * @param environment as {@code NAME=value}
   * @param workingDirectory a path of the guest; has to be there
   * @param hostname the name of the machine that it is told; empty for the real one
   * @param hasNetwork whether it reaches other machines
   * @param shortNames an existing directory with a short path, for links of the time of the run
   */
  public record Plan(
      BindTable binds,
      Owners owners,
      Credentials credentials,
      String program,
      List<String> arguments,
      List<String> environment,
      String workingDirectory,
      String hostname,
      boolean hasNetwork,
      java.nio.file.Path shortNames) {
    /** Copies the lists. */
    public Plan {
      arguments = List.copyOf(arguments);
      environment = List.copyOf(environment);
    }
  }

  /**
   * Prepares a command.
   *
   * @param descriptors open pipes for standard input, or -1, output and error
   */
  public TracedCommand(Plan plan, int[] descriptors) {
    this.plan = plan;
    this.descriptors = descriptors.clone();
  }

  /**
   * Starts the command and waits until it is executed.
   *
   * @return its process ID
   * @throws SystemCallException if it cannot be executed
   */
  public int start() throws IOException, InterruptedException {
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
  public int await() throws IOException, InterruptedException {
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
      stub.enter(workingDirectory(guest), UMASK);
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

  /** Returns the working directory on this machine, if the user may enter it. */
  private String workingDirectory(Guest guest) throws SystemCallException {
    Task task = new Task(0, 0, plan.credentials(), new Task.Place(), new Task.Memory());
    long result = guest.paths().find(task, Host.CWD, PathBytes.of(plan.workingDirectory()), true);
    if (result == 0 && !guest.paths().exists()) {
      result = -Errors.ENOENT;
    } else if (result == 0 && !guest.allows(task, Permissions.EXECUTE)) {
      result = -Errors.EACCES;
    }
    if (result < 0) {
      throw new SystemCallException("exec " + plan.program(), (int) -result);
    }
    return guest.paths().path();
  }

  /**
   * Finds out whether commands can be traced here.
   *
   * @throws IOException if not; says which call is refused
   */
  public static void probe() throws IOException, InterruptedException {
    CompletableFuture<Boolean> works = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                Guest guest =
                    new Guest(new BindTable(new Bind("", "/", false), List.of()), new Owners(0));
                Stub stub = new Stub(guest.registers(), guest.memory());
                try (Spawn spawn = Stub.spawn()) {
                  spawn.closeOthers();
                  stub.start(spawn);
                }
                try {
                  stub.enter("/", UMASK);
                  stub.filter(SyscallFilter.program());
                } finally {
                  stub.kill();
                }
                works.complete(true);
              } catch (IOException | RuntimeException | Error e) {
                works.completeExceptionally(e);
              }
            },
            "baci-probe");
    thread.start();
    try {
      works.get();
    } catch (java.util.concurrent.ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new CompletionException(e.getCause());
    }
  }

  /** Sends a signal to the command, if it runs. */
  public void signal(int number) throws IOException {
    if (started.isDone() && !started.isCompletedExceptionally() && !ended.isDone()) {
      try {
        ProcessCalls.kill(started.getNow(0), number);
      } catch (SystemCallException e) {
        if (e.errno() != Errno.ESRCH) {
          throw e;
        }
      }
    }
  }
}
