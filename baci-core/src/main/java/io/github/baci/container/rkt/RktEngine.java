package io.github.baci.container.rkt;

import io.github.baci.container.Builder;
import io.github.baci.container.Engine;
import io.github.baci.container.host.HostUser;
import io.github.baci.container.host.WorkerConnection;
import io.github.baci.layer.LayerStore;
import io.github.baci.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The engine that runs the builder as a pod of rkt. Whatever the stage1 image isolates or does not,
 * the builder makes its containers itself, in a pid namespace of its own, and ends with its
 * connection: when the build is killed, so is everything in the pod, and the next build removes
 * what is left of it.
 *
 * <p>Limits: needs root; paths with a comma cannot be mounted; the cgroups of the pod are rkt's
 * matter.
 */
public final class RktEngine implements Engine {
  private static final Path RESOLV_CONF = Path.of("/etc/resolv.conf");

  private final RktSettings settings;
  private final BuilderAci.Maker image;
  private final Path source;
  private final List<Path> shared;

  /**
   * Prepares the engine.
   *
   * @param image makes the builder's image
   * @param source the build context
   * @param shared other files and directories that commands may have mounted
   */
  public RktEngine(RktSettings settings, BuilderAci.Maker image, Path source, List<Path> shared) {
    this.settings = settings;
    this.image = image;
    this.source = source;
    this.shared = List.copyOf(shared);
  }

  @Override
  public String name() {
    return "rkt";
  }

  /**
   * Starts a builder.
   *
   * @throws RktUnavailable if rkt cannot be used on this machine
   */
  @Override
  public Builder start(Store store, LayerStore layers, EngineListener listener)
      throws InterruptedException {
    String system = System.getProperty("os.name", "");
    if (!system.toLowerCase(Locale.ROOT).equals("linux")) {
      throw new RktUnavailable("rkt needs Linux, and this is " + system);
    }
    try {
      if (!HostUser.current().isRoot()) {
        throw RktFailure.notRoot();
      }
      RktProgram rkt = RktProgram.find(settings);
      RktVersion.check(rkt, store);
      BuilderAci aci = image.get();
      RktImages images = new RktImages(rkt, store);
      try {
        return start(rkt, images, aci, store, layers, listener);
      } catch (RktUnavailable e) {
        listener.debug("rkt is tried once more with its images fetched anew: " + e.getMessage());
        images.forget();
        return start(rkt, images, aci, store, layers, listener);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Builder start(
      RktProgram rkt,
      RktImages images,
      BuilderAci aci,
      Store store,
      LayerStore layers,
      EngineListener listener)
      throws IOException, InterruptedException {
    String builder = images.builder(aci.file(), aci.imageId());
    Optional<String> stage1 = images.stage1();
    Path data = store.newTemporaryDirectory();
    Path uuidFile = store.newTemporaryDirectory().resolve("uuid");
    PodPaths paths = new PodPaths(source, data, store.root(), shared);
    RktPods pods = new RktPods(rkt, aci.name(), listener::debug);
    RktPod pod =
        new RktPod(
            rkt, pods, command(builder, stage1, paths, uuidFile), data, uuidFile, listener::debug);
    boolean isStarted = false;
    try {
      Builder worker =
          WorkerConnection.open(data, pod, output -> RktFailure.pod(rkt, output), layers, listener);
      pod.answered(worker);
      isStarted = true;
      return new RktBuilder(worker, paths, pod, pods, listener::debug);
    } finally {
      if (!isStarted) {
        removeAfterFailure(pod);
      }
    }
  }

  private static void removeAfterFailure(RktPod pod) throws IOException {
    boolean isInterrupted = Thread.interrupted();
    try {
      pod.remove();
    } catch (InterruptedException e) {
      isInterrupted = true;
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private List<String> command(
      String builder, Optional<String> stage1, PodPaths paths, Path uuidFile) {
    List<String> command = new ArrayList<>();
    command.add("run");
    // What is in rkt's store was verified when it was fetched; to hash it again takes a second.
    command.add("--insecure-options=ondisk");
    command.add("--net=host");
    if (Files.exists(RESOLV_CONF)) {
      command.add("--dns=host");
    }
    stage1.ifPresent(hash -> command.add("--stage1-hash=" + hash));
    command.add("--uuid-file-save=" + uuidFile);
    command.addAll(paths.options());
    command.addAll(settings.globalOptions());
    command.addAll(settings.runOptions());
    command.add(builder);
    return command;
  }

  /**
   * Returns whether rkt is there to be tried: this is root, and the executable is given or on the
   * PATH.
   */
  public static boolean isAtHand(RktSettings settings) {
    try {
      return HostUser.current().isRoot()
          && (settings.executable().isPresent() || RktProgram.onPath().isPresent());
    } catch (IOException e) {
      return false; // no /proc: no Linux
    }
  }
}
