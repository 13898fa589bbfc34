package io.github.baci.aci.manifest;

import io.github.baci.aci.types.AciName;
import io.github.baci.aci.types.Annotations;
import io.github.baci.aci.types.App;
import io.github.baci.aci.types.EventHandler;
import io.github.baci.aci.types.ExposedPorts;
import io.github.baci.aci.types.Labels;
import io.github.baci.api.AcIdentifier;
import io.github.baci.api.AciOptions;
import io.github.baci.image.AppSettings;
import io.github.baci.image.Image;
import io.github.baci.image.ImageConfig;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.LayerPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Makes the manifest of an image, as users of docker2aci know it: the program is an absolute path,
 * ports and volumes get names, labels become {@code userLabels}, and what App Container manifests
 * have no field for is kept in annotations, so that {@link ManifestConfig} finds it again.
 */
public final class ManifestFactory {
  private final Image image;
  private final ImageConfig config;
  private final FileTree tree;
  private final AciOptions options;
  private final Consumer<String> warnings;
  private final AppUser user;

  /** Further groups that the user is in, as the image's accounts say, and the base does not. */
  private final List<Integer> otherGroups;

  private ManifestFactory(
      Image image, FileTree tree, AciOptions options, Consumer<String> warnings) {
    this.image = image;
    this.config = image.config();
    this.tree = tree;
    this.options = options;
    this.warnings = warnings;
    ImageGroups groups = new ImageGroups(tree);
    this.user = AppUser.of(config.user(), groups);
    this.otherGroups = new ArrayList<>(user.others(config.user(), groups));
    this.otherGroups.removeAll(config.appSettings().supplementaryGids());
  }

  /**
   * Makes a manifest.
   *
   * @param image the image
   * @param tree the tree of the image's layers
   * @param options what the image does not say
   * @param warnings hears what the manifest cannot say as the image does
   * @throws io.github.baci.api.BaciException if the options break a rule of the App Container
   *     Specification or name ports or volumes that the image does not have
   */
  public static ImageManifest manifest(
      Image image, FileTree tree, AciOptions options, Consumer<String> warnings) {
    return new ManifestFactory(image, tree, options, warnings).manifest();
  }

  private ImageManifest manifest() {
    AciName name = AciName.parse(options.name());
    return new ImageManifest(
        ImageManifest.SCHEMA_VERSION,
        name.name(),
        labels(name),
        Optional.of(app()),
        annotations(),
        List.of(),
        List.of());
  }

  private Labels labels(AciName name) {
    Labels platform = Labels.ofPlatform(image.platform());
    if (platform.equals(Labels.NONE)) {
      warnings.accept(
          "the App Container Specification has no os and arch labels for %s; the ACI has none"
              .formatted(image.platform()));
    }
    Map<String, String> merged = new TreeMap<>();
    platform.values().forEach((label, value) -> merged.put(label.value(), value));
    name.labels().values().forEach((label, value) -> merged.put(label.value(), value));
    merged.putAll(options.labels());
    Labels labels = Labels.of(merged);
    labels
        .platform()
        .filter(
            chosen -> !platform.equals(Labels.NONE) && !Labels.ofPlatform(chosen).equals(platform))
        .ifPresent(
            chosen ->
                warnings.accept(
                    "the labels say that the ACI runs on %s, but the image is for %s"
                        .formatted(chosen, image.platform())));
    return labels;
  }

  private Annotations annotations() {
    Map<String, String> annotations = new LinkedHashMap<>(config.appSettings().annotations());
    image
        .origin()
        .annotations()
        .forEach(
            (name, value) -> {
              if (AcIdentifier.isValid(name)) {
                annotations.put(name, value);
              } else {
                warnings.accept(
                    "the annotation '%s' of the base image is left out: its name is not an AC Identifier"
                        .formatted(name));
              }
            });
    config.author().ifPresent(author -> annotations.put("authors", author));
    config.created().ifPresent(created -> annotations.put("created", created.toString()));
    annotations.putAll(DockerAnnotations.of(config, otherGroups));
    annotations.putAll(options.annotations());
    return Annotations.of(annotations);
  }

  private App app() {
    Map<String, String> environment = new LinkedHashMap<>();
    Map<String, String> userAnnotations = new LinkedHashMap<>();
    config
        .env()
        .forEach(
            (name, value) -> {
              if (App.isVariableName(name)) {
                environment.put(name, value);
              } else {
                userAnnotations.put(DockerAnnotations.VARIABLE_PREFIX + name, value);
                warnings.accept(
                    "the environment variable '%s' has a name that App Containers do not allow; it is kept in the user annotation '%s'"
                        .formatted(name, DockerAnnotations.VARIABLE_PREFIX + name));
              }
            });
    AppSettings base = config.appSettings();
    base.userAnnotations().forEach(userAnnotations::putIfAbsent);
    NavigableMap<String, List<String>> events = new TreeMap<>(base.eventHandlers());
    events.putAll(options.eventHandlers());
    List<EventHandler> handlers = new ArrayList<>();
    events
        .descendingMap()
        .forEach(
            (event, exec) -> handlers.add(new EventHandler(EventHandler.Event.parse(event), exec)));
    return new App(
        new App.Commands(new ExecLookup(config, tree, warnings).exec(), handlers),
        new App.Identity(user.user(), user.group(), groups(base)),
        config.workingDir().isEmpty() ? "" : "/" + LayerPath.clean(config.workingDir()),
        environment,
        InheritedSettings.readOnly(
            VolumeMounts.toMountPoints(
                config.volumes(),
                InheritedSettings.mountPointNames(
                    base, config.volumes(), options.mountPointNames())),
            base),
        InheritedSettings.activated(
            ExposedPorts.toPorts(
                config.exposedPorts(),
                InheritedSettings.portNames(base, config.exposedPorts(), options.portNames())),
            base),
        InheritedSettings.isolators(base, options.isolators()),
        new App.Notes(userAnnotations, config.labels()));
  }

  private List<Integer> groups(AppSettings base) {
    List<Integer> groups = new ArrayList<>(base.supplementaryGids());
    groups.addAll(otherGroups);
    return groups;
  }
}
