package io.github.baci.run;

import io.github.baci.aci.manifest.ImageManifest;
import io.github.baci.aci.types.App;
import io.github.baci.aci.types.MountPoint;
import io.github.baci.api.BaciException;
import io.github.baci.api.RunRequest;
import io.github.baci.container.ContainerMount;
import io.github.baci.container.ContainerSpec;
import io.github.baci.container.ContainerSpec.Identity;
import io.github.baci.container.UserDatabase;
import io.github.baci.image.ImageConfig;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.Layer;
import io.github.baci.layer.TreeNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What an image's manifest and a request say together: the container that the application has. */
final class AppContainer {
  private static final int LONGEST_HOSTNAME = 63;

  /** Linux' NGROUPS_MAX. */
  private static final int MOST_GROUPS = 65536;

  private final ImageManifest manifest;
  private final Optional<App> app;
  private final FileTree tree;
  private final RunRequest request;

  AppContainer(ImageManifest manifest, FileTree tree, RunRequest request) {
    this.manifest = manifest;
    this.app = manifest.app();
    this.tree = tree;
    this.request = request;
  }

  /**
   * Returns the container.
   *
   * @param layers the layers of the image
   * @throws BaciException if the image says no command, names an unknown user, or has no mount
   *     point for a volume
   */
  ContainerSpec spec(List<Layer> layers) {
    UserDatabase.User user = user();
    return new ContainerSpec(
        layers.stream().map(Layer::diffId).toList(),
        new ContainerSpec.Invocation(
            command(),
            environment(user),
            app.map(App::workingDirectory).filter(path -> !path.isEmpty()).orElse("/"),
            user.identity(),
            false),
        new ContainerSpec.Surroundings(hostname(), request.network()),
        mounts(),
        new ContainerSpec.Result(false, Optional.empty()));
  }

  /** Returns what the manifest asks for and this way of running an image does not give. */
  List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    app.ifPresent(
        each -> {
          if (!each.eventHandlers().isEmpty()) {
            warnings.add("the image has event handlers, which are not run here");
          }
          if (!each.isolators().isEmpty()) {
            warnings.add("the image has isolators, which are not applied here");
          }
        });
    return warnings;
  }

  /** Returns the program and its arguments. */
  List<String> command() {
    List<String> command = new ArrayList<>(app.map(App::exec).orElse(List.of()));
    command.addAll(request.arguments());
    if (command.isEmpty()) {
      throw new BaciException(
          "the image %s does not say what to run: give a command as arguments"
              .formatted(request.image()));
    }
    return command;
  }

  private Map<String, String> environment(UserDatabase.User user) {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("PATH", ImageConfig.DEFAULT_PATH);
    environment.put("HOME", user.home());
    String name = manifest.name().toString();
    environment.put("AC_APP_NAME", name.substring(name.lastIndexOf('/') + 1));
    app.ifPresent(each -> environment.putAll(each.environment()));
    environment.putAll(request.environment());
    return environment;
  }

  /** Finds user and group, each a name, a number, or a file of the image that has it. */
  UserDatabase.User user() {
    String user = app.map(App::user).orElse("0");
    String group = app.map(App::group).orElse("0");
    UserDatabase accounts = new UserDatabase(tree);
    String userId = user.startsWith("/") ? String.valueOf(file(user).uid()) : user;
    String groupId = group.startsWith("/") ? String.valueOf(file(group).gid()) : group;
    UserDatabase.User found = resolve(accounts, userId, groupId);
    Set<Long> groups = new LinkedHashSet<>(found.identity().groups());
    app.map(App::supplementaryGids).orElse(List.of()).forEach(gid -> groups.add((long) gid));
    if (groups.size() > MOST_GROUPS) {
      throw new BaciException(
          "the image %s runs in %,d groups, and no process can have more than %,d"
              .formatted(request.image(), groups.size(), MOST_GROUPS));
    }
    Identity identity =
        new Identity(found.identity().uid(), found.identity().gid(), List.copyOf(groups));
    return new UserDatabase.User(identity, found.home());
  }

  /**
   * Where a Dockerfile gives a user alone, the manifest has a group of the same name; if there is
   * none, the user's primary group is meant.
   */
  private static UserDatabase.User resolve(UserDatabase accounts, String user, String group) {
    try {
      return accounts.resolve(user + ":" + group);
    } catch (BaciException e) {
      if (user.equals(group)) {
        return accounts.resolve(user);
      }
      throw e;
    }
  }

  private Attributes file(String path) {
    return tree.resolve(path, true)
        .node()
        .map(TreeNode::attributes)
        .orElseThrow(
            () ->
                new BaciException(
                    "the image %s runs as the owner of %s, which is not in it"
                        .formatted(request.image(), path)));
  }

  private String hostname() {
    String name = manifest.name().toString();
    String last = name.substring(name.lastIndexOf('/') + 1).replaceAll("[^a-z0-9-]", "-");
    return last.length() <= LONGEST_HOSTNAME ? last : last.substring(0, LONGEST_HOSTNAME);
  }

  private List<ContainerMount> mounts() {
    List<ContainerMount> mounts = new ArrayList<>();
    volumes().forEach((mountPoint, source) -> mounts.add(mount(mountPoint, source)));
    return mounts;
  }

  /** Returns the volumes that are given. */
  Map<MountPoint, Path> volumes() {
    Map<MountPoint, Path> volumes = new LinkedHashMap<>();
    List<MountPoint> mountPoints = app.map(App::mountPoints).orElse(List.of());
    request
        .volumes()
        .forEach(
            (name, source) -> {
              MountPoint mountPoint =
                  mountPoints.stream()
                      .filter(each -> isCalled(each, name))
                      .findFirst()
                      .orElseThrow(() -> noMountPoint(name, mountPoints));
              volumes.put(mountPoint, existing(mountPoint, source));
            });
    return volumes;
  }

  private static Path existing(MountPoint mountPoint, Path source) {
    if (!Files.exists(source)) {
      throw new BaciException(
          "the volume '%s' is to be %s, which does not exist"
              .formatted(mountPoint.name(), source.toAbsolutePath()));
    }
    return source.toAbsolutePath().normalize();
  }

  private static ContainerMount mount(MountPoint mountPoint, Path source) {
    return new ContainerMount.Bind(source, mountPoint.path(), mountPoint.readOnly());
  }

  private static boolean isCalled(MountPoint mountPoint, String name) {
    return mountPoint.name().toString().equals(name) || mountPoint.path().equals(name);
  }

  private BaciException noMountPoint(String name, List<MountPoint> mountPoints) {
    String known =
        mountPoints.isEmpty()
            ? "it has none"
            : "it has "
                + String.join(
                    ", ",
                    mountPoints.stream()
                        .map(each -> "%s (%s)".formatted(each.name(), each.path()))
                        .toList());
    return new BaciException(
        "the image %s has no mount point '%s'; %s".formatted(request.image(), name, known));
  }
}
