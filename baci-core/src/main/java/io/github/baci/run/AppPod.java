package io.github.baci.run;

import io.github.baci.aci.manifest.ImageManifest;
import io.github.baci.aci.types.App;
import io.github.baci.aci.types.MountPoint;
import io.github.baci.aci.types.Port;
import io.github.baci.api.BaciException;
import io.github.baci.api.NetworkMode;
import io.github.baci.api.Option;
import io.github.baci.api.RunRequest;
import io.github.baci.container.rkt.PodApp;
import io.github.baci.container.rkt.PodApp.Volume;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.TreeExport;
import io.github.baci.layer.TreeNode;
import io.github.baci.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an image's manifest and a request say together: the pod in which rkt runs the application.
 */
final class AppPod {
  private final ImageManifest manifest;
  private final Optional<App> app;
  private final FileTree tree;
  private final AppContainer container;
  private final RunRequest request;

  AppPod(ImageManifest manifest, FileTree tree, AppContainer container, RunRequest request) {
    this.manifest = manifest;
    this.app = manifest.app();
    this.tree = tree;
    this.container = container;
    this.request = request;
  }

  /**
   * Returns the app.
   *
   * @param store has room for the files that the image has at mount points without a volume
   * @throws BaciException as {@link AppContainer#spec}, or if the image has no port for one that is
   *     to be forwarded
   */
  PodApp app(Store store) throws IOException {
    List<String> command = container.command();
    boolean hasExec = app.map(each -> !each.exec().isEmpty()).orElse(false);
    return new PodApp(
        request.image().toAbsolutePath(),
        manifest.name().toString(),
        new PodApp.Invocation(
            container.user().identity(),
            hasExec ? Optional.empty() : Optional.of(command.get(0)),
            hasExec ? request.arguments() : command.subList(1, command.size()),
            environment()),
        volumes(store),
        new PodApp.Reach(request.network(), ports()));
  }

  /** rkt sets the variables of the image itself, and HOME to that of root, whoever the user is. */
  private Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    if (!app.map(each -> each.environment().containsKey("HOME")).orElse(false)) {
      environment.put("HOME", container.user().home());
    }
    environment.putAll(request.environment());
    return environment;
  }

  /**
   * Returns what is at each mount point. Where no volume is given, rkt would show an empty
   * directory, or refuse the pod.
   */
  private Map<String, Volume> volumes(Store store) throws IOException {
    Map<MountPoint, Path> given = container.volumes();
    Map<String, Volume> volumes = new LinkedHashMap<>();
    try (TreeExport files = new TreeExport()) {
      for (MountPoint mountPoint : app.map(App::mountPoints).orElse(List.of())) {
        Path source = given.get(mountPoint);
        if (source == null) {
          source = store.newTemporaryDirectory().resolve("files");
          Optional<TreeNode> node = tree.resolve(mountPoint.path(), true).node();
          if (node.isPresent()) {
            files.write(node.get(), source);
          } else {
            Files.createDirectory(source);
          }
        }
        volumes.put(mountPoint.name().toString(), new Volume(source, mountPoint.readOnly()));
      }
    }
    return volumes;
  }

  private Map<String, Integer> ports() {
    if (!request.ports().isEmpty() && request.network() == NetworkMode.NONE) {
      throw new BaciException(
          "without a network no ports are forwarded: leave out " + Option.PORTS);
    }
    List<String> known =
        app.map(App::ports).orElse(List.of()).stream()
            .map(Port::name)
            .map(String::valueOf)
            .toList();
    for (String name : request.ports().keySet()) {
      if (!known.contains(name)) {
        throw new BaciException(
            "the image %s has no port '%s'; %s"
                .formatted(
                    request.image(),
                    name,
                    known.isEmpty() ? "it has none" : "it has " + String.join(", ", known)));
      }
    }
    return request.ports();
  }
}
