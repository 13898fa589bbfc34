package io.github.baci.container.rkt;

import io.github.baci.api.BaciException;
import io.github.baci.api.NetworkMode;
import io.github.baci.api.Option;
import io.github.baci.container.Engine.EngineListener;
import io.github.baci.container.RunningCommand;
import io.github.baci.container.host.HostUser;
import io.github.baci.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs apps with rkt, each in a pod of its own that is removed when it has ended.
 *
 * <p>Limits: needs root. What the app reads from standard input reaches it only where rkt becomes
 * the app, as with stage1-fly. A pod outlives this process, if it is killed by SIGKILL.
 */
public final class RktRunner {
  private static final Path RESOLV_CONF = Path.of("/etc/resolv.conf");

  private final RktSettings settings;
  private final Store store;
  private final EngineListener listener;

  /**
   * Takes what apps are run with.
   *
   * @param store remembers what was brought into rkt's store
   * @param listener hears of warnings
   */
  public RktRunner(RktSettings settings, Store store, EngineListener listener) {
    this.settings = settings;
    this.store = store;
    this.listener = listener;
  }

  /**
   * Starts an app.
   *
   * @param input what the app reads from standard input; without it, nothing is there to read
   * @throws RktUnavailable if rkt cannot be used on this machine, or does not take the image
   */
  public RunningCommand start(PodApp app, Optional<InputStream> input)
      throws InterruptedException, IOException {
    if (!HostUser.current().isRoot()) {
      throw RktFailure.notRoot();
    }
    RktProgram rkt = RktProgram.find(settings);
    RktVersion.check(rkt, store);
    RktImages images = new RktImages(rkt, store);
    Optional<RktImages.Stored> stage1 = images.storedStage1();
    stage1.ifPresent(image -> checkNetwork(app, image));
    String hash = images.app(app.aci());
    Path own = store.newTemporaryDirectory();
    Path uuidFile = own.resolve("uuid");
    RktPods pods = new RktPods(rkt, app.name(), listener::debug);
    Process process =
        rkt.startApp(
            command(app, hash, stage1.map(RktImages.Stored::hash), uuidFile),
            input.isPresent(),
            own);
    RktApp running =
        new RktApp(
            rkt,
            pods,
            app,
            process,
            uuidFile,
            stage1.isPresent() && !isFly(stage1.get()),
            listener::debug);
    input.ifPresent(running::feed);
    return running;
  }

  private static boolean isFly(RktImages.Stored stage1) {
    return stage1.name().endsWith("-fly");
  }

  /** stage1-fly takes all options about networks and gives the machine's. */
  private void checkNetwork(PodApp app, RktImages.Stored stage1) {
    if (!isFly(stage1)) {
      return;
    }
    if (app.hasOwnNetwork()) {
      throw new BaciException(
          "the stage1 image '%s' gives no network of its own that ports could be forwarded from; leave out %s, and the ports of the app are those of the machine"
              .formatted(stage1.name(), Option.PORTS));
    }
    if (app.network() != NetworkMode.HOST) {
      listener.warning(
          "the app has the network of the machine: the stage1 image '%s' gives no other"
              .formatted(stage1.name()));
    }
  }

  private static String network(PodApp app) {
    if (app.hasOwnNetwork()) {
      return "default";
    }
    return app.network() == NetworkMode.HOST ? "host" : "none";
  }

  private List<String> command(PodApp app, String hash, Optional<String> stage1, Path uuidFile) {
    List<String> command = new ArrayList<>(List.of("run"));
    // What is in rkt's store was verified when it was fetched; to hash it again takes a second.
    command.add("--insecure-options=ondisk");
    command.add("--net=" + network(app));
    if ((app.hasOwnNetwork() || app.network() == NetworkMode.HOST) && Files.exists(RESOLV_CONF)) {
      command.add("--dns=host");
    }
    stage1.ifPresent(image -> command.add("--stage1-hash=" + image));
    command.add("--uuid-file-save=" + uuidFile);
    app.ports().forEach((name, port) -> command.add("--port=%s:%d".formatted(name, port)));
    app.volumes()
        .forEach(
            (name, volume) ->
                command.add(RktProgram.volume(name, volume.source(), volume.readOnly())));
    command.addAll(settings.globalOptions());
    command.addAll(settings.runOptions());
    command.add(hash);
    command.add("--user=" + app.user().uid());
    command.add("--group=" + app.user().gid());
    if (!app.user().groups().isEmpty()) {
      command.add(
          "--supplementary-gids="
              + String.join(",", app.user().groups().stream().map(String::valueOf).toList()));
    }
    app.environment()
        .forEach((name, value) -> command.add("--environment=%s=%s".formatted(name, value)));
    app.exec().ifPresent(program -> command.add("--exec=" + program));
    if (!app.arguments().isEmpty()) {
      command.add("--");
      command.addAll(app.arguments());
    }
    return command;
  }
}
