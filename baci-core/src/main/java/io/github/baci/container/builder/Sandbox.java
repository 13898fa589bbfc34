package io.github.baci.container.builder;

import io.github.baci.BaciException;
import io.github.baci.container.ContainerSpec;
import io.github.baci.container.syscall.Errno;
import io.github.baci.container.syscall.FileCalls;
import io.github.baci.container.syscall.MountCalls;
import io.github.baci.container.syscall.ProcessCalls;
import io.github.baci.container.syscall.Spawn;
import io.github.baci.container.syscall.SystemCallException;
import io.github.baci.container.syscall.ThreadCalls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Makes a container and starts the command in it, without any helper process: a thread gives itself
 * namespaces of its own, mounts the root file system and all that belongs to it, lets {@link
 * CommandThread} start the command up to its gate, changes the root of both by {@code pivot_root},
 * and opens the gate.
 *
 * <p>Once the root is changed, the thread must not need a file of the old one, and so no class that
 * is not loaded yet; {@link #preload} sees to it.
 */
final class Sandbox {
  private static final long NAMESPACES =
      ThreadCalls.CLONE_NEWNS
          | ThreadCalls.CLONE_FS
          | ThreadCalls.CLONE_NEWIPC
          | ThreadCalls.CLONE_NEWUTS;
  private static final int UMASK = 022;
  private static final String MOUNT_PROGRAM = "/bin/mount";

  private final RunDirectory run;
  private final RootFileSystem rootFileSystem;
  private final RequestedMounts mounts;
  private final ContainerSpec spec;
  private final IdMapping mapping;
  private final int[] descriptors;
  private final CompletableFuture<Integer> started = new CompletableFuture<>();

  /** What a container is made of. */
  record Plan(
      RunDirectory run,
      RootFileSystem root,
      RequestedMounts mounts,
      ContainerSpec spec,
      IdMapping mapping) {}

  /**
   * Prepares a container.
   *
   * @param descriptors open pipes for standard input, or -1, output and error
   */
  Sandbox(Plan plan, int[] descriptors) {
    this.run = plan.run();
    this.rootFileSystem = plan.root();
    this.mounts = plan.mounts();
    this.spec = plan.spec();
    this.mapping = plan.mapping();
    this.descriptors = descriptors;
  }

  /** Loads the classes that are needed when the old root is gone. */
  static void preload() {
    CompletableFuture<Integer> failed = new CompletableFuture<>();
    failed.completeExceptionally(new SystemCallException("preload", Errno.ENOENT));
    try {
      failed.join();
    } catch (CompletionException e) {
      failed.completeExceptionally(e.getCause());
    }
  }

  /**
   * Starts the command and waits until it is executed.
   *
   * @return its process ID
   */
  int start() throws IOException, InterruptedException {
    Thread thread = new Thread(this::run, "baci-sandbox");
    thread.setDaemon(true);
    thread.start();
    try {
      return started.get();
    } catch (java.util.concurrent.ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof IOException io) {
        throw io;
      } else if (cause instanceof RuntimeException runtime) {
        throw runtime;
      }
      throw new IllegalStateException(cause);
    }
  }

  private void run() {
    try {
      started.complete(startCommand());
    } catch (CompletionException e) {
      started.completeExceptionally(e.getCause());
    } catch (IOException | RuntimeException | Error e) {
      started.completeExceptionally(e);
    }
  }

  private int startCommand() throws IOException {
    boolean isolated = spec.network() == ContainerSpec.Network.NONE;
    ThreadCalls.unshare(NAMESPACES | (isolated ? ThreadCalls.CLONE_NEWNET : 0));
    ControlGroups.unshare();
    ThreadCalls.umask(UMASK);
    if (isolated) {
      ThreadCalls.startLoopback();
    }
    if (!spec.hostname().isEmpty()) {
      ThreadCalls.sethostname(spec.hostname());
    }
    Path rootPath = rootFileSystem.mount(mountPoints());
    int root = FileCalls.openDirectory(FileCalls.CWD, rootPath.toString());
    int ready = pipe("ready", FileCalls.O_RDONLY | FileCalls.O_NONBLOCK);
    int readyPath = pipe("ready", FileCalls.O_PATH);
    int gatePath = pipe("gate", FileCalls.O_PATH);
    int directory = FileCalls.openDirectory(FileCalls.CWD, run.path().toString());
    try {
      SystemMounts system = new SystemMounts(root, rootPath);
      system.mount(spec, run.files());
      mounts.mount(root, rootPath);
      CommandThread command =
          new CommandThread(
              spec,
              mapping,
              run,
              new ProgramSearch(root, spec).find(),
              workingDirectory(root, rootPath),
              descriptors,
              readyPath,
              gatePath);
      return pass(command, system, new Places(rootPath, root, ready, directory));
    } finally {
      for (int fd : new int[] {root, ready, readyPath, gatePath, directory}) {
        FileCalls.close(fd);
      }
    }
  }

  /** Descriptors and paths that are needed while the root changes. */
  private record Places(Path rootPath, int root, int ready, int run) {}

  private int pass(CommandThread command, SystemMounts system, Places places) throws IOException {
    try (command) {
      command.start();
      FileCalls.awaitHangUp(places.ready());
      if (!command.started().isCompletedExceptionally()) {
        try {
          enter(command, system, places.rootPath(), places.root());
        } catch (IOException | RuntimeException e) {
          command.forbid();
          throw e;
        } finally {
          openGate(places.run(), command);
        }
      }
      return command.started().join();
    }
  }

  private List<MountPoint> mountPoints() throws IOException {
    List<MountPoint> points = new ArrayList<>();
    points.add(MountPoint.directory("/proc"));
    points.add(MountPoint.directory("/sys"));
    points.add(MountPoint.directory("/dev"));
    for (String name : NetworkFiles.NAMES) {
      points.add(MountPoint.file("/etc/" + name));
    }
    points.addAll(mounts.mountPoints());
    points.add(MountPoint.workingDirectory(spec.workingDirectory()));
    return points;
  }

  private String workingDirectory(int root, Path rootPath) throws IOException {
    RootPath path = RootPath.resolve(root, spec.workingDirectory());
    if (path.status().isPresent() && !path.status().get().isDirectory()) {
      throw new BaciException(
          "the working directory '%s' is a file in the container"
              .formatted(spec.workingDirectory()));
    }
    return "/" + RequestedMounts.made(root, rootPath, spec.workingDirectory(), true);
  }

  private int pipe(String name, int flags) throws IOException {
    return FileCalls.open(FileCalls.CWD, run.path() + "/" + name, flags, 0);
  }

  /** Mounts /proc and changes the root, of this thread and of the command at its gate. */
  private void enter(CommandThread command, SystemMounts system, Path rootPath, int root)
      throws IOException {
    String proc = rootPath + "/" + RootPath.resolve(root, "/proc").path();
    int pidNamespace =
        FileCalls.open(
            FileCalls.CWD,
            "/proc/self/task/" + command.thread() + "/ns/pid_for_children",
            FileCalls.O_RDONLY,
            0);
    try {
      mountProc(pidNamespace, proc);
    } finally {
      FileCalls.close(pidNamespace);
    }
    system.mask(spec.privileged());
    ThreadCalls.chdir(rootPath.toString());
    MountCalls.pivotRootToWorkingDirectory();
    MountCalls.detach(".");
    ThreadCalls.chdir("/");
  }

  private static void mountProc(int pidNamespace, String proc) throws IOException {
    try {
      MountCalls.mountProc(pidNamespace, proc);
      return;
    } catch (SystemCallException e) {
      if (e.errno() == Errno.EPERM) {
        throw hiddenProc(e);
      }
      // Linux before 6.17: a process of that namespace has to do it
    }
    ThreadCalls.setns(pidNamespace, ThreadCalls.CLONE_NEWPID);
    try (Spawn mount =
        new Spawn(MOUNT_PROGRAM, List.of("mount", "-n", "-t", "proc", "proc", proc), List.of())) {
      if (ProcessCalls.reap(mount.start()) != 0) {
        throw hiddenProc(null);
      }
    }
  }

  private static BaciException hiddenProc(IOException cause) {
    return new BaciException(
        "/proc cannot be mounted in the container: parts of this machine's /proc are hidden, as in"
            + " a container; run it with all of /proc visible, or build as root",
        cause);
  }

  /** Opens the gate, unless the command has failed before it came there. */
  private static void openGate(int directory, CommandThread command) throws IOException {
    while (!command.started().isDone()) {
      try {
        FileCalls.close(
            FileCalls.open(directory, "gate", FileCalls.O_WRONLY | FileCalls.O_NONBLOCK, 0));
        return;
      } catch (SystemCallException e) {
        if (e.errno() != ENXIO) {
          throw e;
        }
        Thread.onSpinWait();
      }
    }
  }

  private static final int ENXIO = 6; // nobody has opened the pipe for reading yet
}
