package io.github.baci.container.rkt;

import io.github.baci.container.Builder;
import io.github.baci.container.ContainerSpec;
import io.github.baci.container.RunningCommand;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Consumer;

/** A builder in a pod. */
final class RktBuilder implements Builder {
  private final Builder worker;
  private final PodPaths paths;
  private final RktPod pod;
  private final RktPods pods;
  private final Consumer<String> debug;
  private final Thread sweep;
  private volatile boolean hasUnfinished;

  RktBuilder(Builder worker, PodPaths paths, RktPod pod, RktPods pods, Consumer<String> debug) {
    this.worker = worker;
    this.paths = paths;
    this.pod = pod;
    this.pods = pods;
    this.debug = debug;
    this.sweep = new Thread(this::sweep, "baci-rkt-sweep");
    sweep.setDaemon(true);
    sweep.start();
  }

  private void sweep() {
    try {
      hasUnfinished = pods.sweep();
    } catch (IOException | InterruptedException e) {
      debug.accept("pods of earlier builds are not looked for: " + e);
    }
  }

  @Override
  public RunningCommand start(ContainerSpec spec, Optional<InputStream> input)
      throws InterruptedException {
    return worker.start(paths.inside(spec), input);
  }

  @Override
  public void awaitSweep() throws InterruptedException {
    worker.awaitSweep();
  }

  @Override
  public void close() {
    worker.close();
    boolean isInterrupted = Thread.interrupted();
    try {
      pod.remove();
      sweep.join();
      if (hasUnfinished && !isInterrupted) {
        pods.sweepLate();
      }
    } catch (IOException e) {
      debug.accept("the builder's pod is not removed: " + e);
    } catch (InterruptedException e) {
      isInterrupted = true;
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
