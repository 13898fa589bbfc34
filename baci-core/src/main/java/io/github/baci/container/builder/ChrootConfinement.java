package io.github.baci.container.builder;

import io.github.baci.api.BaciException;
import io.github.baci.container.ContainerSpec;
import io.github.baci.container.syscall.FileCalls;
import io.github.baci.container.syscall.FileStatus;
import io.github.baci.container.syscall.Spawn;
import io.github.baci.container.syscall.SystemCallException;
import io.github.baci.container.syscall.ThreadCalls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/**
 * Commands of root that are kept in a directory by {@code chroot} alone: what stands between them
 * and the machine is the container that the builder itself is in. They share its network, host name
 * and process IDs, and have no /proc.
 */
final class ChrootConfinement implements Confinement {
  private static final int UMASK = 022;

  private final Set<ProcessFamily> running = ConcurrentHashMap.newKeySet();

  /**
   * Refuses a file system on which the devices of a container cannot be made.
   *
   * @param directory an empty directory of the store
   */
  static void check(Path directory) throws IOException {
    String node = directory + "/null";
    try {
      FileCalls.mknod(FileCalls.CWD, node, FileStatus.S_IFCHR | 0600, 1, 3);
      FileCalls.close(FileCalls.open(FileCalls.CWD, node, FileCalls.O_WRONLY, 0));
      FileCalls.remove(FileCalls.CWD, node, false);
    } catch (SystemCallException e) {
      throw new BaciException(
          ("the device nodes of a container cannot be made or used on the file system of the store"
               + " '%s' (%s): put the store (baci.storeDirectory) on a volume that is not mounted"
               + " nodev, and give the container CAP_MKNOD")
              .formatted(directory.getParent().getParent(), e.getMessage()),
          e);
    }
  }

  /**
   * Loads all classes that a thread needs that has changed its root, by doing what it does: their
   * files are not in the new root.
   */
  static void preload() throws InterruptedException {
    ContainerSpec spec =
        new ContainerSpec(
            List.of(),
            List.of("none"),
            Map.of(),
            "/",
            ContainerSpec.Identity.ROOT,
            "",
            List.of(),
            ContainerSpec.Network.HOST,
            false,
            false,
            Optional.empty());
    Path root = Path.of("/");
    Plan plan = new Plan(root, spec, "/", List.of(), new int[] {-1, 1, 2}, root);
    CompletableFuture<ProcessFamily> failed = new CompletableFuture<>();
    Thread thread = new Thread(() -> run(plan, "/none/none", failed), "baci-preload");
    thread.start();
    thread.join();
    failed.isCompletedExceptionally();
  }

  @Override
  public FileTraits traits() {
    return FileTraits.KERNEL;
  }

  @Override
  public boolean bindsPaths() {
    return false;
  }

  @Override
  public StartedCommand start(Plan plan) throws IOException, InterruptedException {
    int root = FileCalls.openDirectory(FileCalls.CWD, plan.root().toString());
    String program;
    try {
      program = new ProgramSearch(root, plan.spec()).find();
    } finally {
      FileCalls.close(root);
    }
    CompletableFuture<ProcessFamily> started = new CompletableFuture<>();
    Thread thread = new Thread(() -> run(plan, program, started), "baci-command");
    thread.setDaemon(true);
    thread.start();
    try {
      ProcessFamily family = started.get();
      running.add(family);
      return new ChrootCommand(family, () -> running.remove(family));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      } else if (e.getCause() instanceof RuntimeException runtime) {
        throw runtime;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Runs in a thread of its own, which cannot give back what it gives up. */
  private static void run(Plan plan, String program, CompletableFuture<ProcessFamily> started) {
    ContainerSpec spec = plan.spec();
    List<String> environment = new ArrayList<>();
    spec.env().forEach((name, value) -> environment.add(name + "=" + value));
    try (Spawn spawn = new Spawn(program, spec.command(), environment)) {
      int[] descriptors = plan.descriptors();
      if (descriptors[0] < 0) {
        spawn.open(0, "/dev/null", FileCalls.O_RDONLY);
      } else {
        spawn.duplicate(descriptors[0], 0);
      }
      spawn.duplicate(descriptors[1], 1);
      spawn.duplicate(descriptors[2], 2);
      spawn.closeOthers();
      spawn.changeDirectory(plan.workingDirectory());
      ThreadCalls.unshare(ThreadCalls.CLONE_FS);
      ThreadCalls.umask(UMASK);
      ThreadCalls.chroot(plan.root().toString());
      ThreadCalls.newSessionKeyring();
      CommandThread.becomeUser(spec, IdMapping.ROOT);
      started.complete(ProcessFamily.start(spawn::start));
    } catch (IOException | RuntimeException | Error e) {
      started.completeExceptionally(e);
    }
  }

  /** Kills all commands. */
  void killAll() {
    for (ProcessFamily family : running) {
      try {
        family.kill();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }
}
