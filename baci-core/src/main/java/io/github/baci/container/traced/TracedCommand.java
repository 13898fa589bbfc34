package io.github.baci.container.traced;

import io.github.baci.api.BaciException;
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
   * @param root the file system that a command sees
   * @param credentials who it runs as
   * @param invocation what is run, and where
   * @param surroundings what a command sees of the machine
   * @param enclosure what holds the command
   */
  public record Plan(
      Root root,
      Credentials credentials,
      Invocation invocation,
      Surroundings surroundings,
      Enclosure enclosure) {
    /**
     * The file system that a command sees.
     *
     * @param binds what its file system is put together from
     * @param owners what it is told of owners and modes, and tells itself
     * @param shortNames a directory with a short path, for links of the time of the run; made when
     *     it is needed
     */
    public record Root(BindTable binds, Owners owners, java.nio.file.Path shortNames) {}

    /**
     * What is run, and where.
     *
     * @param program says its path in the guest, when the guest's files are in place
     * @param arguments with the name of the program
     * @param environment as {@code NAME=value}
     * @param workingDirectory a path of the guest; has to be there
     */
    public record Invocation(
        Program program,
        List<String> arguments,
        List<String> environment,
        String workingDirectory) {
      /** Copies the collections. */
      public Invocation {
        arguments = List.copyOf(arguments);
        environment = List.copyOf(environment);
      }
    }

    /**
     * What a command sees of the machine.
     *
     * @param hostname the name of the machine that it is told; empty for the real one
     * @param hasNetwork whether it reaches other machines
     */
    public record Surroundings(String hostname, boolean hasNetwork) {}

    /** Returns what its file system is put together from. */
    public BindTable binds() {
      return root.binds();
    }

    /** Returns what it is told of owners and modes, and tells itself. */
    public Owners owners() {
      return root.owners();
    }

    /** Returns a directory with a short path, for links of the time of the run. */
    public java.nio.file.Path shortNames() {
      return root.shortNames();
    }

    /** Returns says its path in the guest, when the guest's files are in place. */
    public Program program() {
      return invocation.program();
    }

    /** Returns with the name of the program. */
    public List<String> arguments() {
      return invocation.arguments();
    }

    /** Returns as {@code NAME=value}. */
    public List<String> environment() {
      return invocation.environment();
    }

    /** Returns a path of the guest. */
    public String workingDirectory() {
      return invocation.workingDirectory();
    }

    /** Returns the name of the machine that it is told. */
    public String hostname() {
      return surroundings.hostname();
    }

    /** Returns whether it reaches other machines. */
    public boolean hasNetwork() {
      return surroundings.hasNetwork();
    }
  }

  /** Where the program of a command is. */
  public interface Program {
    /** Returns its path in the guest. */
    String find() throws IOException;
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
    try {
      return traceEnclosed();
    } finally {
      plan.enclosure().close();
    }
  }

  private int traceEnclosed() throws IOException {
    Ptrace.adoptOrphans();
    Enclosure enclosure = plan.enclosure();
    int nothing = enclosure.prepare();
    Guest guest = new Guest(plan.binds(), plan.owners());
    Answers answers =
        new Answers(guest, plan.hostname(), plan.hasNetwork(), new ShortNames(plan.shortNames()));
    Stub stub = new Stub(guest.registers(), guest.memory());
    int pid;
    try (Spawn spawn = Stub.spawn()) {
      int input = descriptors[0] < 0 ? nothing : descriptors[0];
      if (input < 0) {
        spawn.open(0, "/dev/null", 0);
      } else {
        spawn.duplicate(input, 0);
      }
      spawn.duplicate(descriptors[1], 1);
      spawn.duplicate(descriptors[2], 2);
      spawn.closeOthers();
      pid = stub.start(spawn);
    }
    String program;
    try {
      enclosure.enter();
      program = plan.program().find();
      stub.enter(workingDirectory(guest, program), UMASK);
      if (enclosure.hasRights()) {
        stub.giveUpRights();
        stub.scope();
      }
      for (byte[] filter : enclosure.filters()) {
        stub.filter(filter);
      }
      stub.filter(SyscallFilter.program(plan.hasNetwork()));
      enclosure.giveUpRights();
      stub.execute(program, plan.arguments(), plan.environment());
    } catch (IOException | RuntimeException e) {
      stub.kill();
      throw e;
    }
    Task main = new Task(pid, pid, plan.credentials(), new Task.Place(), new Task.Memory());
    GuestNumbers numbers = new GuestNumbers(enclosure.proc());
    numbers.tell(main);
    Tracer tracer =
        new Tracer(
            guest,
            answers,
            main,
            numbers,
            error -> {
              if (error == 0) {
                started.complete(pid);
              } else {
                started.completeExceptionally(new SystemCallException("exec " + program, error));
              }
            });
    return tracer.follow();
  }

  /** Returns the working directory on this machine, if the user may enter it. */
  private String workingDirectory(Guest guest, String program) throws SystemCallException {
    Task task = new Task(0, 0, plan.credentials(), new Task.Place(), new Task.Memory());
    long result = guest.paths().find(task, Host.CWD, PathBytes.of(plan.workingDirectory()), true);
    if (result == 0 && !guest.paths().exists()) {
      result = -Errors.ENOENT;
    }
    if (result == -Errors.ENOENT || result == -Errors.ENOTDIR) {
      // It was made before anything was mounted.
      throw new BaciException(
          "the working directory '%s' is no directory in the container: it leads over a link of /proc"
              .formatted(plan.workingDirectory()));
    }
    if (result == 0 && !guest.allows(task, Permissions.EXECUTE)) {
      result = -Errors.EACCES;
    }
    if (result < 0) {
      throw new SystemCallException("exec " + program, (int) -result);
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
                  stub.filter(SyscallFilter.program(true));
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
