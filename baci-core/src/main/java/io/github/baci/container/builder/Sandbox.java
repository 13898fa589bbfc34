package io.github.baci.container.builder;

import io.github.baci.api.BaciException;
import io.github.baci.api.NetworkMode;
import io.github.baci.container.ContainerSpec;
import io.github.baci.container.seccomp.SystemCallFilter;
import io.github.baci.container.syscall.Errno;
import io.github.baci.container.syscall.FileCalls;
import io.github.baci.container.syscall.FileStatus;
import io.github.baci.container.syscall.MountCalls;
import io.github.baci.container.syscall.ProcessCalls;
import io.github.baci.container.syscall.Spawn;
import io.github.baci.container.syscall.SystemCallException;
import io.github.baci.container.syscall.ThreadCalls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Makes a container and starts the command in it, without any helper process. A thread sets it up
 * in this order; nothing of the image runs before the last step, and every place in the image's
 * tree is found, made and mounted on by descriptor ({@link RootPlace}).
 *
 * <ol>
 *   <li>namespaces of its own: mounts, IPC, host name, where asked the network, cgroups;
 *   <li>the root file system is mounted, with no devices, and missing mount points are made;
 *   <li>/dev, /sys and the network's files are mounted ({@link SystemMounts}), then what the run
 *       asks for ({@link RequestedMounts}), each as restricted as it can be;
 *   <li>the working directory is made where it is missing;
 *   <li>{@link CommandThread}, in a pid namespace of its own, takes on the command's keyring,
 *       bounding set, Landlock scopes, system call filter, user and capabilities, and starts the
 *       command up to its gate;
 *   <li>/proc is mounted for that pid namespace, and parts of /proc and /sys are hidden or
 *       protected;
 *   <li>the root of both is changed by {@code pivot_root}, and the old root is taken away; where
 *       that is refused, it was changed by {@link RootChange#MOVE} before the command began;
 *   <li>the working directory is looked for again, as the command will find it;
 *   <li>the gate opens: the command closes all descriptors but 0, 1 and 2, changes to the working
 *       directory, and is executed.
 * </ol>
 *
 * <p>Once the root is changed, the thread must not need a file of the old one, and so no class that
 * is not loaded yet; {@link #preload} sees to it.
 */
final class Sandbox {
  static final long NAMESPACES =
      ThreadCalls.CLONE_NEWNS
          | ThreadCalls.CLONE_FS
          | ThreadCalls.CLONE_NEWIPC
          | ThreadCalls.CLONE_NEWUTS;
  private static final int UMASK = 022;
  private static final String MOUNT_PROGRAM = "/bin/mount";
  private static final String PROC = "nosuid,nodev,noexec";

  private final RunDirectory run;
  private final RootFileSystem rootFileSystem;
  private final RequestedMounts mounts;
  private final ContainerSpec spec;
  private final IdMapping mapping;
  private final Optional<SystemCallFilter> filter;
  private final RootChange change;
  private final int[] descriptors;
  private final CompletableFuture<Integer> started = new CompletableFuture<>();

  /** What a container is made of. */
  record Plan(
      RunDirectory run,
      RootFileSystem root,
      RequestedMounts mounts,
      ContainerSpec spec,
      IdMapping mapping,
      Optional<SystemCallFilter> filter,
      RootChange change) {}

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
    this.filter = plan.filter();
    this.change = plan.change();
    this.descriptors = descriptors;
  }

  /** Loads the classes that are needed when the old root is gone. */
  static void preload() {
    CompletableFuture<Integer> failed = new CompletableFuture<>();
    failed.completeExceptionally(new SystemCallException("preload", Errno.ENOENT));
    noDirectory("/preload");
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
    boolean isolated = spec.network() == NetworkMode.NONE;
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
    try (SystemMounts system = new SystemMounts(root, spec.privileged())) {
      system.mount(spec, run.devices(), run.files());
      mounts.mount(root);
      makeWorkingDirectory(root);
      CommandThread command =
          new CommandThread(
              spec,
              mapping,
              filter,
              new ProgramSearch(root, spec).find(),
              standardFiles(system),
              readyPath,
              gatePath);
      if (change == RootChange.MOVE) {
        move(system, root);
      }
      return pass(command, system, new Places(root, ready, directory));
    } finally {
      for (int fd : new int[] {root, ready, readyPath, gatePath, directory}) {
        FileCalls.close(fd);
      }
    }
  }

  private int[] standardFiles(SystemMounts system) {
    int input = descriptors[0] < 0 ? system.nullDevice() : descriptors[0];
    return new int[] {input, descriptors[1], descriptors[2]};
  }

  /** Descriptors that are needed while the root changes. */
  private record Places(int root, int ready, int run) {}

  private int pass(CommandThread command, SystemMounts system, Places places) throws IOException {
    try (command) {
      command.start();
      FileCalls.awaitHangUp(places.ready());
      if (!command.started().isCompletedExceptionally()) {
        try {
          if (change == RootChange.PIVOT) {
            enter(command.thread(), system, places.root(), false);
          }
          checkWorkingDirectory(places.root());
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

  private List<RequiredPlace> mountPoints() throws IOException {
    List<RequiredPlace> points = new ArrayList<>();
    points.add(RequiredPlace.directory("/proc"));
    points.add(RequiredPlace.directory("/sys"));
    points.add(RequiredPlace.directory("/dev"));
    for (String name : NetworkFiles.NAMES) {
      points.add(RequiredPlace.file("/etc/" + name));
    }
    points.addAll(mounts.mountPoints());
    points.add(RequiredPlace.workingDirectory(spec.workingDirectory()));
    return points;
  }

  private void makeWorkingDirectory(int root) throws IOException {
    try (RootPlace place = RootPlace.find(root, spec.workingDirectory())) {
      if (place.status().isPresent() && !place.status().get().isDirectory()) {
        throw new BaciException(
            "the working directory '%s' is a file in the container"
                .formatted(spec.workingDirectory()));
      }
      place.made(true);
    }
  }

  /**
   * Looks for the working directory in the whole container. It may lead into /proc, but over none
   * of the links there that are no paths, as those to open files of this process.
   */
  private void checkWorkingDirectory(int root) throws IOException {
    Optional<FileStatus> status = Optional.empty();
    try (RootPlace place = RootPlace.find(root, spec.workingDirectory())) {
      status = place.status();
    } catch (SystemCallException e) {
      if (e.errno() != Errno.ENOENT && e.errno() != Errno.EACCES) {
        throw e;
      }
    }
    if (status.isEmpty() || !status.get().isDirectory()) {
      throw noDirectory(spec.workingDirectory());
    }
  }

  private static BaciException noDirectory(String workingDirectory) {
    return new BaciException(
        "the working directory '%s' is no directory in the container: it leads over a link of /proc"
            .formatted(workingDirectory));
  }

  private int pipe(String name, int flags) throws IOException {
    return FileCalls.open(FileCalls.CWD, run.path() + "/" + name, flags, 0);
  }

  /**
   * Mounts /proc and changes the root, of this thread and of the process that it, or a thread that
   * shares its root, has started.
   *
   * @param thread the path, below /proc, of the thread whose children are in the pid namespace
   * @param needsOwnProc whether the machine's /proc will not do
   */
  static void enter(String thread, SystemMounts system, int root, boolean needsOwnProc)
      throws IOException {
    String path = "/proc/" + thread + "/ns/pid_for_children";
    int pidNamespace = FileCalls.open(FileCalls.CWD, path, FileCalls.O_RDONLY, 0);
    try (RootPlace proc = system.proc()) {
      if (!mountProc(pidNamespace, proc)) {
        if (needsOwnProc) {
          throw new BaciException(
              "a /proc of the command's own is refused here, and without one nothing keeps it in");
        }
        MountCalls.bind("/proc", proc.link());
      }
      system.mask(proc);
    } finally {
      FileCalls.close(pidNamespace);
    }
    ThreadCalls.fchdir(root);
    MountCalls.pivotRootToWorkingDirectory();
    MountCalls.detach(".");
    ThreadCalls.chdir("/");
  }

  /**
   * Moves the new root over the old one. The command, which begins after that, has no other root.
   * It sees the machine's /proc: for one of its own it would have to be there already.
   */
  private static void move(SystemMounts system, int root) throws IOException {
    try (RootPlace proc = system.proc()) {
      MountCalls.bind("/proc", proc.link());
      system.mask(proc);
    }
    ThreadCalls.fchdir(root);
    MountCalls.moveWorkingDirectoryToRoot();
    ThreadCalls.chroot(".");
  }

  /**
   * Mounts /proc for the command. Where parts of the machine's /proc are hidden, as in a container,
   * the kernel refuses that to an ordinary user's namespaces, which would see all of it.
   *
   * @return whether it is mounted
   */
  private static boolean mountProc(int pidNamespace, RootPlace proc) throws IOException {
    try {
      MountCalls.mountProc(pidNamespace, proc.link());
      return true;
    } catch (SystemCallException e) {
      if (e.errno() == Errno.EPERM) {
        return false;
      }
      // Linux before 6.17: a process of that namespace has to do it
    }
    ThreadCalls.setns(pidNamespace, ThreadCalls.CLONE_NEWPID);
    String place = "/proc/%d/fd/%d".formatted(ProcessHandle.current().pid(), proc.fd());
    List<String> arguments = List.of("mount", "-n", "-c", "-t", "proc", "-o", PROC, "proc", place);
    try (Spawn mount = new Spawn(MOUNT_PROGRAM, arguments, List.of())) {
      return ProcessCalls.reap(mount.start()) == 0;
    } catch (SystemCallException e) {
      if (e.errno() == Errno.ENOENT) {
        throw new BaciException(
            "a /proc of the command's own is mounted by the program '%s' on Linux before 6.17, and it is not there: install it (package 'mount' or 'util-linux')"
                .formatted(MOUNT_PROGRAM),
            e);
      }
      throw e;
    }
  }

  /** Opens the gate, unless the command has failed before it came there. */
  private static void openGate(int directory, CommandThread command) throws IOException {
    while (!command.started().isDone()) {
      try {
        FileCalls.close(
            FileCalls.open(directory, "gate", FileCalls.O_WRONLY | FileCalls.O_NONBLOCK, 0));
        return;
      } catch (SystemCallException e) {
        if (e.errno() != Errno.ENXIO) { // nobody has opened the pipe for reading yet
          throw e;
        }
        Thread.onSpinWait();
      }
    }
  }
}
