package io.github.baci.aci.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.baci.aci.types.EventHandler;
import io.github.baci.aci.types.ExposedPorts;
import io.github.baci.aci.types.Isolator;
import io.github.baci.aci.types.MountPoint;
import io.github.baci.aci.types.Port;
import io.github.baci.api.AcIdentifier;
import io.github.baci.api.BaciException;
import io.github.baci.image.AppSettings;
import io.github.baci.image.AppSettings.NamedPort;
import io.github.baci.image.AppSettings.NamedVolume;
import io.github.baci.json.JsonTree;
import io.github.baci.layer.LayerPath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an image has from the manifest of the ACI that it is built on, beside Docker's config. What
 * the build configures itself goes before it.
 */
final class InheritedSettings {
  /** Of these two, an app may have one. */
  private static final Set<String> SECCOMP =
      Set.of("os/linux/seccomp-retain-set", "os/linux/seccomp-remove-set");

  /** Kept elsewhere: in fields of the config, or as the origin of the image. */
  private static final Set<String> KNOWN_ANNOTATIONS = Set.of("authors", "created");

  private static final String DOCKER_PREFIX = "appc.io/docker/";
  private static final String OWN_PREFIX = "io.github.baci/";

  private InheritedSettings() {}

  /**
   * Returns what a manifest says that Docker's config has no field for. Names that ports and
   * volumes would be given anyway are no settings.
   */
  static AppSettings of(ImageManifest manifest) {
    Map<String, String> annotations = new LinkedHashMap<>();
    manifest
        .annotations()
        .values()
        .forEach(
            (name, value) -> {
              if (!KNOWN_ANNOTATIONS.contains(name.value())
                  && !name.value().startsWith(DOCKER_PREFIX)
                  && !name.value().startsWith(OWN_PREFIX)) {
                annotations.put(name.value(), value);
              }
            });
    List<AppSettings.Isolator> isolators = new ArrayList<>();
    Map<String, List<String>> handlers = new LinkedHashMap<>();
    Map<String, NamedPort> ports = new LinkedHashMap<>();
    Map<String, NamedVolume> volumes = new LinkedHashMap<>();
    List<Integer> groups = new ArrayList<>();
    Map<String, String> userAnnotations = new LinkedHashMap<>();
    manifest
        .app()
        .ifPresent(
            app -> {
              for (Isolator each : app.isolators()) {
                String value = JsonText.of(json -> JsonTree.write(each.value(), json));
                isolators.add(new AppSettings.Isolator(each.name().value(), value));
              }
              for (EventHandler each : app.eventHandlers()) {
                handlers.put(each.event().toString(), each.exec());
              }
              app.ports().stream()
                  .filter(port -> !port.equals(ExposedPorts.named(ExposedPorts.toDocker(port))))
                  .forEach(
                      port ->
                          ports.put(
                              ExposedPorts.toDocker(port),
                              new NamedPort(port.name().value(), port.socketActivated())));
              app.mountPoints().stream()
                  .filter(mount -> !mount.equals(VolumeMounts.named(mount.path())))
                  .forEach(
                      mount ->
                          volumes.put(
                              mount.path(),
                              new NamedVolume(mount.name().value(), mount.readOnly())));
              Set<String> ofUser = DockerAnnotations.groupsOfUser(manifest.annotations());
              for (Integer gid : app.supplementaryGids()) {
                if (!ofUser.contains(gid.toString())) {
                  groups.add(gid);
                }
              }
              app.userAnnotations()
                  .forEach(
                      (name, value) -> {
                        if (!name.startsWith(DockerAnnotations.VARIABLE_PREFIX)) {
                          userAnnotations.put(name, value);
                        }
                      });
            });
    return new AppSettings(
        annotations, isolators, handlers, ports, volumes, groups, userAnnotations);
  }

  /** Returns the annotations of a manifest that say where the image came from. */
  static Map<String, String> origin(ImageManifest manifest) {
    Map<String, String> origin = new LinkedHashMap<>();
    manifest
        .annotations()
        .values()
        .forEach(
            (name, value) -> {
              if (name.value().startsWith(DOCKER_PREFIX)
                  && !name.value().equals(DockerAnnotations.ENTRYPOINT)
                  && !name.value().equals(DockerAnnotations.CMD)) {
                origin.put(name.value(), value);
              }
            });
    return origin;
  }

  /** Returns all isolators of an app. */
  static List<Isolator> isolators(AppSettings base, Map<String, String> own) {
    List<Isolator> all = new ArrayList<>();
    for (AppSettings.Isolator each : base.isolators()) {
      boolean replaced =
          own.containsKey(each.name())
              || (SECCOMP.contains(each.name())
                  && own.keySet().stream().anyMatch(SECCOMP::contains));
      if (!replaced) {
        all.add(new Isolator(new AcIdentifier(each.name()), parse(each)));
      }
    }
    all.addAll(ConfiguredIsolators.read(own));
    return all;
  }

  /** Returns the names of exposed ports, as far as they are not chosen anew. */
  static Map<String, String> portNames(
      AppSettings base, Collection<String> exposed, Map<String, String> own) {
    Map<String, String> names = new LinkedHashMap<>(own);
    Set<String> chosen = ExposedPorts.normalisedAll(own.keySet());
    base.ports()
        .forEach(
            (port, named) -> {
              if (ExposedPorts.normalisedAll(exposed).contains(port)
                  && !chosen.contains(port)
                  && !names.containsValue(named.name())) {
                names.put(port, named.name());
              }
            });
    return names;
  }

  /** Returns the names of volumes, as far as they are not chosen anew. */
  static Map<String, String> mountPointNames(
      AppSettings base, Collection<String> volumes, Map<String, String> own) {
    Map<String, String> names = new LinkedHashMap<>(own);
    List<String> chosen = own.keySet().stream().map(LayerPath::clean).toList();
    List<String> there = volumes.stream().map(LayerPath::clean).toList();
    base.mountPoints()
        .forEach(
            (path, named) -> {
              String clean = LayerPath.clean(path);
              if (there.contains(clean)
                  && !chosen.contains(clean)
                  && !names.containsValue(named.name())) {
                names.put(path, named.name());
              }
            });
    return names;
  }

  /** Says of ports whether they are socket-activated, as the base has it. */
  static List<Port> activated(List<Port> ports, AppSettings base) {
    return ports.stream()
        .map(
            port -> {
              NamedPort named = base.ports().get(ExposedPorts.toDocker(port));
              return named == null
                  ? port
                  : new Port(
                      port.name(),
                      port.protocol(),
                      port.port(),
                      port.count(),
                      named.socketActivated());
            })
        .toList();
  }

  /** Says of mount points whether they are read-only, as the base has it. */
  static List<MountPoint> readOnly(List<MountPoint> mountPoints, AppSettings base) {
    List<String> paths =
        base.mountPoints().entrySet().stream()
            .filter(entry -> entry.getValue().readOnly())
            .map(entry -> LayerPath.clean(entry.getKey()))
            .toList();
    return mountPoints.stream()
        .map(
            mount ->
                new MountPoint(
                    mount.name(), mount.path(), paths.contains(LayerPath.clean(mount.path()))))
        .toList();
  }

  private static JsonNode parse(AppSettings.Isolator isolator) {
    try {
      return JsonTree.read(isolator.value());
    } catch (JsonProcessingException e) {
      throw new BaciException(
          "the isolator '%s' of the base image is not JSON: %s"
              .formatted(isolator.name(), e.getOriginalMessage()),
          e);
    }
  }
}
