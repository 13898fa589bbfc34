package io.github.baci.container.builder;

import io.github.baci.api.BaciException;
import io.github.baci.container.ContainerSpec;
import io.github.baci.container.seccomp.SystemCallFilter;
import io.github.baci.container.syscall.Errno;
import io.github.baci.container.syscall.FileCalls;
import io.github.baci.container.syscall.Spawn;
import io.github.baci.container.syscall.SystemCallException;
import io.github.baci.container.syscall.ThreadCalls;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The thread that starts the command: it takes on the command's user and capabilities, which a
 * thread cannot give back, and ends when the command is executed. Its pid namespace is new, so that
 * the command is process 1 of it.
 *
 * <p>The command waits, before it is executed, at a gate: it opens a pipe that nobody writes to
 * yet. That is when {@link Sandbox} mounts /proc, which needs a process in the pid namespace, and
 * changes the root.
 */
final class CommandThread implements AutoCloseable {
  private static final int HIGH_FD = 200;

  private final ContainerSpec spec;
  private final IdMapping mapping;
  private final Optional<SystemCallFilter> filter;
  private final String ready;
  private final Spawn spawn;
  private final CompletableFuture<Integer> started = new CompletableFuture<>();
  private volatile @Nullable String thread;

  /**
   * Prepares the command.
   *
   * @param filter what system calls it may make, unless it is privileged
   * @param program its path inside the container
   * @param descriptors open files for standard input, output and error
   * @throws IOException if this process may not have as many descriptors as that takes
   */
  CommandThread(
      ContainerSpec spec,
      IdMapping mapping,
      Optional<SystemCallFilter> filter,
      String program,
      int[] descriptors,
      int readyFd,
      int gateFd)
      throws IOException {
    this.spec = spec;
    this.mapping = mapping;
    this.filter = filter;
    this.ready = "/proc/self/fd/" + readyFd;
    List<String> environment = new ArrayList<>();
    spec.env().forEach((name, value) -> environment.add(name + "=" + value));
    this.spawn = new Spawn(program, spec.command(), environment);
    // By descriptor, as the user of the command may not be allowed to reach the path.
    spawn.open(HIGH_FD, ready, FileCalls.O_WRONLY);
    spawn.close(HIGH_FD);
    spawn.open(HIGH_FD, "/proc/self/fd/" + gateFd, FileCalls.O_RDONLY);
    spawn.close(HIGH_FD);
    // From here on the command is in its own root. What it inherits is closed before any path of
    // the image is followed: none of it can be reached by a link of /proc.
    for (int i = 0; i < descriptors.length; i++) {
      spawn.duplicate(descriptors[i], i);
    }
    spawn.closeOthers();
    spawn.changeDirectory(spec.workingDirectory());
  }

  /** Starts the thread. To be called by a thread whose namespaces it shall have. */
  void start() {
    Thread command = new Thread(this::run, "baci-command");
    command.setDaemon(true);
    command.start();
  }

  private void run() {
    try {
      thread = FileCalls.readlink(FileCalls.CWD, "/proc/thread-self");
      ThreadCalls.unshare(ThreadCalls.CLONE_NEWPID);
      ThreadCalls.newSessionKeyring();
      confine();
      becomeUser(spec.user(), spec.privileged(), mapping);
      started.complete(spawn.start());
    } catch (IOException | RuntimeException | Error e) {
      started.completeExceptionally(e);
      signalReady();
    }
  }

  /** Last of what takes rights that the command does not have; what follows, the filter allows. */
  private void confine() throws IOException {
    if (!spec.privileged()) {
      ThreadCalls.scope();
      if (filter.isPresent()) {
        ThreadCalls.filter(filter.get().program());
      }
    }
  }

  /** Gives the calling thread the user and the capabilities of the command, for good. */
  static void becomeUser(ContainerSpec.Identity user, boolean isPrivileged, IdMapping mapping)
      throws IOException {
    if (!isPrivileged) {
      ThreadCalls.limitBoundingSet(Capabilities.DEFAULT);
    }
    try {
      if (mapping != IdMapping.SINGLE) {
        ThreadCalls.setgroups(groups(user));
      }
      ThreadCalls.setresgid(user.gid());
      ThreadCalls.setresuid(user.uid());
    } catch (SystemCallException e) {
      if (e.errno() != Errno.EINVAL) {
        throw e;
      }
      throw new BaciException(
          ("the command shall run as %d:%d, but the builder has no such id: give the user that"
                  + " builds a range of at least 65536 ids in /etc/subuid and /etc/subgid")
              .formatted(user.uid(), user.gid()),
          e);
    }
    if (!isPrivileged) {
      ThreadCalls.limitCapabilities(Capabilities.DEFAULT);
    }
    ThreadCalls.setDumpable();
  }

  /** Returns the supplementary groups; Docker has the primary group among them. */
  private static long[] groups(ContainerSpec.Identity user) {
    List<Long> groups = new ArrayList<>(user.groups());
    if (!groups.contains(user.gid())) {
      groups.add(0, user.gid());
    }
    return groups.stream().mapToLong(Long::longValue).toArray();
  }

  /** Does what the command would have done at the gate, so that nobody waits for it. */
  private void signalReady() {
    try {
      FileCalls.close(
          FileCalls.open(FileCalls.CWD, ready, FileCalls.O_WRONLY | FileCalls.O_NONBLOCK, 0));
    } catch (IOException e) {
      // nobody waits any more
    }
  }

  /** Returns the process ID of the command, once it is executed, or why it is not. */
  CompletableFuture<Integer> started() {
    return started;
  }

  /**
   * Returns the path of the thread below /proc, once it has started. /proc may be that of another
   * pid namespace, in which the thread has another number.
   */
  String thread() {
    return Objects.requireNonNull(thread, "the command is executed by then");
  }

  /** Waits until the command is executed, or cannot be, and frees what was needed for it. */
  @Override
  public void close() {
    started.handle((pid, failure) -> pid).join();
    spawn.close();
  }

  /** Lets the command not be executed when it comes through the gate. */
  void forbid() {
    spawn.forbid();
  }
}
