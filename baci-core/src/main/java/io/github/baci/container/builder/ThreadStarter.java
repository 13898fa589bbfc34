package io.github.baci.container.builder;

import io.github.baci.api.NetworkMode;
import io.github.baci.container.ContainerSpec;
import io.github.baci.container.syscall.FileCalls;
import io.github.baci.container.syscall.Spawn;
import io.github.baci.container.syscall.SystemCallException;
import io.github.baci.container.syscall.ThreadCalls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Starts commands by a thread that changes its root; quick, but not allowed everywhere. */
final class ThreadStarter implements ChrootStarter {
  private static final int UMASK = 022;

  /**
   * Returns whether a thread may have a root of its own. Loads all classes that such a thread
   * needs, by doing what it does: their files are not in the new root.
   */
  static boolean works() throws InterruptedException {
    ContainerSpec spec =
        new ContainerSpec(
            List.of(),
            new ContainerSpec.Invocation(
                List.of("none"), Map.of(), "/", ContainerSpec.Identity.ROOT, false),
            new ContainerSpec.Surroundings("", NetworkMode.HOST),
            List.of(),
            new ContainerSpec.Result(false, Optional.empty()));
    Path root = Path.of("/");
    Confinement.Plan plan =
        new Confinement.Plan(root, spec, "/", List.of(), new int[] {-1, 1, 2}, root);
    CompletableFuture<ProcessFamily> failed = new CompletableFuture<>();
    Thread thread = new Thread(() -> run(plan, "/none/none", failed), "baci-preload");
    thread.start();
    thread.join();
    try {
      failed.get();
      throw new IllegalStateException("a program that is not there was started");
    } catch (ExecutionException e) {
      return e.getCause() instanceof SystemCallException failure && failure.isOf("exec");
    }
  }

  @Override
  public ProcessFamily start(Confinement.Plan plan, String program)
      throws IOException, InterruptedException {
    CompletableFuture<ProcessFamily> started = new CompletableFuture<>();
    Thread thread = new Thread(() -> run(plan, program, started), "baci-command");
    thread.setDaemon(true);
    thread.start();
    try {
      return started.get();
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
  private static void run(
      Confinement.Plan plan, String program, CompletableFuture<ProcessFamily> started) {
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
      spawn.changeDirectory(plan.workingDirectory());
      spawn.closeOthers();
      ThreadCalls.unshare(ThreadCalls.CLONE_FS);
      ThreadCalls.umask(UMASK);
      ThreadCalls.chroot(plan.root().toString());
      CommandThread.becomeUser(spec.user(), false, IdMapping.ROOT);
      started.complete(ProcessFamily.start(spawn::start));
    } catch (IOException | RuntimeException | Error e) {
      started.completeExceptionally(e);
    }
  }
}
