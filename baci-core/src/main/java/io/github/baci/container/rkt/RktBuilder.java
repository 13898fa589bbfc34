package io.github.baci.container.rkt;

import io.github.baci.container.Builder;
import io.github.baci.container.ContainerSpec;
import io.github.baci.container.RunningCommand;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** A builder in a pod. */
final class RktBuilder implements Builder {
  private final Builder worker;
  private final PodPaths paths;
  private final RktPods pods;
  private final Path uuidFile;
  private final Consumer<String> debug;
  private final Thread sweep;

  RktBuilder(Builder worker, PodPaths paths, RktPods pods, Path uuidFile, Consumer<String> debug) {
    this.worker = worker;
    this.paths = paths;
    this.pods = pods;
    this.uuidFile = uuidFile;
    this.debug = debug;
    this.sweep = new Thread(this::sweep, "baci-rkt-sweep");
    sweep.setDaemon(true);
    sweep.start();
  }

  private void sweep() {
    try {
      pods.sweep();
    } catch (IOException | InterruptedException e) {
      debug.accept("pods of earlier builds are not looked for: " + e);
    }
  }

  @Override
  public RunningCommand start(ContainerSpec spec, Optional<InputStream> input) {
    return worker.start(paths.inside(spec), input);
  }

  @Override
  public void close() {
    worker.close();
    boolean isInterrupted = Thread.interrupted();
    try {
      pods.remove(uuidFile);
      sweep.join();
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
