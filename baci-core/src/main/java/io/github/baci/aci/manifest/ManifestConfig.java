package io.github.baci.aci.manifest;

import io.github.baci.aci.types.Annotations;
import io.github.baci.aci.types.App;
import io.github.baci.aci.types.ExposedPorts;
import io.github.baci.image.ImageConfig;
import io.github.baci.image.ImageConfigBuilder;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the config of an image from its manifest: the reverse of {@link ManifestFactory}. Manifests
 * of other tools are read as far as Docker's config has a field.
 */
public final class ManifestConfig {
  private ManifestConfig() {}

  /**
   * Returns the config that a manifest describes. Where annotations keep entrypoint, command or
   * user as the Dockerfile had them, but the app was changed since, the app counts. The layers'
   * history is not kept by manifests.
   */
  public static ImageConfig fromManifest(ImageManifest manifest) {
    ImageConfigBuilder config = ImageConfig.EMPTY.toBuilder();
    Annotations annotations = manifest.annotations();
    config.author(annotations.find("authors"));
    config.created(annotations.find("created").map(time -> OffsetDateTime.parse(time).toInstant()));
    DockerAnnotations.restore(annotations, config);
    manifest.app().ifPresent(app -> app(app, annotations, config));
    config.appSettings(InheritedSettings.of(manifest));
    return config.build();
  }

  private static void app(App app, Annotations annotations, ImageConfigBuilder config) {
    command(app, annotations, config);
    AppUser user = new AppUser(app.user(), app.group());
    config.user(DockerAnnotations.user(annotations).filter(user::isOf).orElseGet(user::toDocker));
    config.workingDir(app.workingDirectory());
    app.environment().forEach(config::env);
    app.userAnnotations()
        .forEach(
            (name, value) -> {
              if (name.startsWith(DockerAnnotations.VARIABLE_PREFIX)) {
                config.env(name.substring(DockerAnnotations.VARIABLE_PREFIX.length()), value);
              }
            });
    app.ports().forEach(port -> config.exposedPort(ExposedPorts.toDocker(port)));
    app.mountPoints().forEach(mountPoint -> config.volume(mountPoint.path()));
    app.userLabels().forEach(config::label);
  }

  private static void command(App app, Annotations annotations, ImageConfigBuilder config) {
    Optional<List<String>> entrypoint =
        DockerAnnotations.strings(annotations, DockerAnnotations.ENTRYPOINT);
    Optional<List<String>> cmd = DockerAnnotations.strings(annotations, DockerAnnotations.CMD);
    List<String> command = new ArrayList<>(entrypoint.orElse(List.of()));
    command.addAll(cmd.orElse(List.of()));
    if (isExecOf(command, app.exec())) {
      config.entrypoint(entrypoint);
      config.cmd(cmd);
    } else if (!app.exec().isEmpty()) {
      config.entrypoint(Optional.of(app.exec()));
    }
  }

  /** Returns whether an exec is what {@link ExecLookup}, or docker2aci, makes of a command. */
  private static boolean isExecOf(List<String> command, List<String> exec) {
    if (exec.equals(command)) {
      return true;
    }
    if (command.isEmpty()) {
      return false;
    }
    if (exec.equals(ExecLookup.inShell(command))) {
      return true;
    }
    int slash = command.get(0).lastIndexOf('/');
    return exec.size() == command.size()
        && exec.get(0).endsWith("/" + command.get(0).substring(slash + 1))
        && exec.subList(1, exec.size()).equals(command.subList(1, command.size()));
  }
}
