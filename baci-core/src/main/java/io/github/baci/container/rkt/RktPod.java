package io.github.baci.container.rkt;

import io.github.baci.container.Builder;
import io.github.baci.container.host.WorkerConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The pod of one builder: launched once, and ended and removed once, be it because the build is
 * over or because the JVM is shut down, as by Ctrl-C. What a JVM that is killed leaves, the next
 * build finds ({@link RktPods}).
 */
final class RktPod implements WorkerConnection.Launcher {
  private final RktProgram rkt;
  private final RktPods pods;
  private final List<String> command;
  private final Path sockets;
  private final Path uuidFile;
  private final Consumer<String> debug;
  private final Thread hook = new Thread(this::shutDown, "baci-rkt-shutdown");
  private final AtomicBoolean isShutDown = new AtomicBoolean();
  private volatile @Nullable Process process;
  private volatile @Nullable Builder worker;
  private boolean isRemoved;

  /**
   * Takes what the pod is started with.
   *
   * @param command the arguments of rkt
   * @param sockets the directory in which the builder looks for its host's socket
   * @param uuidFile where rkt writes the pod's UUID
   * @param debug hears what goes wrong at the end
   */
  RktPod(
      RktProgram rkt,
      RktPods pods,
      List<String> command,
      Path sockets,
      Path uuidFile,
      Consumer<String> debug) {
    this.rkt = rkt;
    this.pods = pods;
    this.command = List.copyOf(command);
    this.sockets = sockets;
    this.uuidFile = uuidFile;
    this.debug = debug;
  }

  @Override
  public Process launch() throws IOException, InterruptedException {
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      throw interrupted();
    }
    process = rkt.startInOwnSession(command);
    return process;
  }

  @Override
  public void abandon(Process abandoned) {
    RktProgram.end(abandoned);
  }

  /**
   * Takes the builder that has answered.
   *
   * @throws InterruptedException if the JVM is shut down; the builder is closed then
   */
  void answered(Builder builder) throws InterruptedException {
    worker = builder;
    if (isShutDown.get()) {
      builder.close();
      throw interrupted();
    }
  }

  private static InterruptedException interrupted() {
    return new InterruptedException("the JVM is shut down");
  }

  /** Removes the pod, whose builder is closed or has never answered. */
  synchronized void remove() throws IOException, InterruptedException {
    if (isRemoved) {
      return;
    }
    isRemoved = true;
    try {
      pods.remove(uuidFile);
    } finally {
      forgetHook();
    }
  }

  private void forgetHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // being shut down: the hook runs, and finds that there is nothing to do
    }
  }

  private void shutDown() {
    isShutDown.set(true);
    try {
      Builder answering = worker;
      if (answering != null) {
        answering.close();
      } else {
        // a builder that is being started finds nobody, and ends
        Files.deleteIfExists(sockets.resolve("host"));
      }
      Process running = process;
      if (running != null) {
        RktProgram.end(running);
      }
      remove();
    } catch (IOException | InterruptedException e) {
      debug.accept("the builder's pod is left for the next build: " + e);
    }
  }
}
