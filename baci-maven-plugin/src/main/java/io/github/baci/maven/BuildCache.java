package io.github.baci.maven;

import io.github.baci.api.BuildInput;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Resource;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.classworlds.realm.ClassRealm;
import org.jspecify.annotations.Nullable;

/**
 * The maven-build-cache-extension, which skips the goals of a project whose inputs have not
 * changed. By itself it does not know that an image is made of a Dockerfile, and a goal that is
 * skipped cannot say so: it has to when it runs.
 */
final class BuildCache {
  private static final String EXTENSION = ":maven-build-cache-extension:";
  private static final String ENABLED = "maven.build.cache.enabled";
  private static final String CONFIGURATION = "maven.build.cache.configPath";
  private static final String CONFIGURATION_FILE = ".mvn/maven-build-cache-config.xml";
  private static final String PLUGINS = "maven.build.cache.processPlugins";
  private static final int LISTED = 10;

  private final ProjectLayout layout;
  private final MavenProject project;
  private final MavenSession session;

  BuildCache(ProjectLayout layout, MavenProject project, MavenSession session) {
    this.layout = layout;
    this.project = project;
    this.session = session;
  }

  /**
   * Returns whether Maven has the extension: it is loaded in a realm of its own, beside the
   * plugin's.
   *
   * @param plugin what has loaded the plugin
   */
  static boolean isThere(@Nullable ClassLoader plugin) {
    if (plugin instanceof ClassRealm realm) {
      for (ClassRealm each : realm.getWorld().getRealms()) {
        if (each.getId().contains(EXTENSION)) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Returns a warning, if there are files that decide what the image is and are no inputs to the
   * extension: with what has to be added to the POM.
   *
   * @param given the parameters that the POM may configure with paths
   * @param taken what the image was made of, but for the Dockerfile and its ignore file
   */
  Optional<String> warning(Given given, List<BuildInput> taken) {
    if (property(ENABLED).map("false"::equals).orElse(false)) {
      return Optional.empty();
    }
    BuildCacheInputs inputs = inputs(given);
    List<Path> made = made();
    Set<Path> missing = new LinkedHashSet<>();
    for (Path file : files(given)) {
      missing.addAll(inputs.missing(new BuildInput(file.normalize(), List.of(file.normalize()))));
    }
    for (BuildInput each : taken) {
      inputs.missing(notMade(each, made)).stream()
          .filter(place -> made.stream().noneMatch(place::startsWith))
          .forEach(missing::add);
    }
    return missing.isEmpty() ? Optional.empty() : Optional.of(text(missing));
  }

  /**
   * Parameters of the goal that name files.
   *
   * @param contextDirectory the parameter of this name, or null
   * @param dockerfile the parameter of this name, or null
   * @param namedContexts the values of the parameter of this name
   */
  record Given(
      @Nullable File contextDirectory,
      @Nullable File dockerfile,
      Collection<String> namedContexts) {}

  private String text(Set<Path> missing) {
    StringBuilder text =
        new StringBuilder("the maven-build-cache-extension will leave the old image when ");
    List<String> paths = missing.stream().map(this::relative).toList();
    text.append(String.join(", ", paths.subList(0, Math.min(paths.size(), LISTED))));
    if (paths.size() > LISTED) {
      text.append(" or %d others".formatted(paths.size() - LISTED));
    }
    text.append(
        paths.size() == 1
            ? " changes, which is no input to it"
            : " change, which are no inputs to it");
    if (paths.size() > LISTED) {
      return text.append(": let the goal run always, by <runAlways> in ")
          .append(CONFIGURATION_FILE)
          .append(", see \"With Maven's build cache\" in baci's documentation")
          .toString();
    }
    text.append("; add to the <properties> of the POM:");
    int number = 0;
    for (String path : paths) {
      String name;
      do {
        name = BuildCacheInputs.PREFIX + ".image" + ++number;
      } while (project.getProperties().containsKey(name));
      text.append("%n  <%s>%s</%s>".formatted(name, escaped(path), name));
    }
    return text.toString();
  }

  private static String escaped(String path) {
    return path.replace("&", "&amp;").replace("<", "&lt;");
  }

  private String relative(Path path) {
    String relative = layout.baseDirectory().relativize(path).toString();
    return relative.isEmpty() ? "." : relative;
  }

  /**
   * Returns the directories of what is made of other inputs: by this build, and by what it needs.
   */
  private List<Path> made() {
    List<Path> made = new ArrayList<>(List.of(Path.of(project.getBuild().getDirectory())));
    Set<String> needed = new HashSet<>();
    project
        .getDependencies()
        .forEach(each -> needed.add(each.getGroupId() + ":" + each.getArtifactId()));
    for (MavenProject each :
        Objects.requireNonNullElse(session.getProjects(), List.<MavenProject>of())) {
      if (needed.contains(each.getGroupId() + ":" + each.getArtifactId())) {
        made.add(Path.of(each.getBuild().getDirectory()));
      }
    }
    return made;
  }

  private static BuildInput notMade(BuildInput input, List<Path> made) {
    List<Path> files = new ArrayList<>();
    for (Path file : input.files()) {
      if (made.stream().noneMatch(file.normalize()::startsWith)) {
        files.add(file.normalize());
      }
    }
    // A place with nothing but what is made needs no look either.
    return new BuildInput(
        files.isEmpty() && !input.files().isEmpty() ? made.get(0) : input.place().normalize(),
        files);
  }

  private BuildCacheInputs inputs(Given given) {
    BuildCacheInputs inputs = new BuildCacheInputs(layout.baseDirectory(), project.getProperties());
    inputs.add(project.getBuild().getSourceDirectory());
    inputs.add(project.getBuild().getTestSourceDirectory());
    for (Resource resource : project.getResources()) {
      inputs.add(resource.getDirectory());
    }
    for (Resource resource : project.getTestResources()) {
      inputs.add(resource.getDirectory());
    }
    if (!property(PLUGINS).map("false"::equals).orElse(false)) {
      // Paths that the POM configures are inputs; those that come of properties are not.
      if (given.dockerfile != null && property("baci.dockerfile").isEmpty()) {
        inputs.add(given.dockerfile.getPath());
      }
      if (given.contextDirectory != null && property("baci.contextDirectory").isEmpty()) {
        inputs.add(given.contextDirectory.getPath());
      }
      given.namedContexts.stream().filter(value -> !value.contains(":")).forEach(inputs::add);
    }
    inputs.addConfigured(
        session
            .getRequest()
            .getMultiModuleProjectDirectory()
            .toPath()
            .resolve(property(CONFIGURATION).orElse(CONFIGURATION_FILE)));
    return inputs;
  }

  private List<Path> files(Given given) {
    Path context = layout.contextDirectory(given.contextDirectory);
    Path wanted =
        given.dockerfile == null ? context.resolve("Dockerfile") : layout.resolve(given.dockerfile);
    if (given.dockerfile == null && !Files.exists(wanted)) {
      wanted = context.resolve("dockerfile");
    }
    Path own = wanted.resolveSibling(wanted.getFileName() + ".dockerignore");
    List<Path> files = new ArrayList<>(List.of(wanted));
    files.add(Files.exists(own) ? own : context.resolve(".dockerignore"));
    files.removeIf(file -> !Files.exists(file));
    return files;
  }

  private Optional<String> property(String name) {
    String given = session.getUserProperties().getProperty(name);
    if (given == null) {
      given = session.getSystemProperties().getProperty(name);
    }
    return Optional.ofNullable(given == null ? project.getProperties().getProperty(name) : given);
  }
}
