package io.github.baci.maven;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
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
   * extension.
   *
   * @param contextDirectory the parameter of this name, or null
   * @param dockerfile the parameter of this name, or null
   */
  Optional<String> warning(@Nullable File contextDirectory, @Nullable File dockerfile) {
    if (property(ENABLED).map("false"::equals).orElse(false)) {
      return Optional.empty();
    }
    BuildCacheInputs inputs = inputs(contextDirectory, dockerfile);
    StringJoiner missing = new StringJoiner(", ");
    String first = "";
    for (Path file : files(contextDirectory, dockerfile)) {
      if (!inputs.has(file)) {
        String path = layout.baseDirectory().relativize(file).toString();
        first = first.isEmpty() ? path : first;
        missing.add(path);
      }
    }
    return first.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "the maven-build-cache-extension will leave the old image when %s changes, which is no input to it: add <maven.build.cache.input.1>%s</maven.build.cache.input.1> to the properties of the POM, and one for whatever else is copied from outside of target"
                .formatted(missing, first));
  }

  private BuildCacheInputs inputs(@Nullable File contextDirectory, @Nullable File dockerfile) {
    BuildCacheInputs inputs = new BuildCacheInputs(layout.baseDirectory(), project.getProperties());
    inputs.add(project.getBuild().getSourceDirectory());
    inputs.add(project.getBuild().getTestSourceDirectory());
    for (Resource resource : project.getResources()) {
      inputs.add(resource.getDirectory());
    }
    for (Resource resource : project.getTestResources()) {
      inputs.add(resource.getDirectory());
    }
    // Paths that the POM configures are inputs; those that come of properties are not.
    if (dockerfile != null && property("baci.dockerfile").isEmpty()) {
      inputs.add(dockerfile.getPath());
    }
    if (contextDirectory != null && property("baci.contextDirectory").isEmpty()) {
      inputs.add(contextDirectory.getPath());
    }
    inputs.addConfigured(
        session
            .getRequest()
            .getMultiModuleProjectDirectory()
            .toPath()
            .resolve(property(CONFIGURATION).orElse(".mvn/maven-build-cache-config.xml")));
    return inputs;
  }

  private List<Path> files(@Nullable File contextDirectory, @Nullable File dockerfile) {
    Path context = layout.contextDirectory(contextDirectory);
    Path wanted = dockerfile == null ? context.resolve("Dockerfile") : layout.resolve(dockerfile);
    if (dockerfile == null && !Files.exists(wanted)) {
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
