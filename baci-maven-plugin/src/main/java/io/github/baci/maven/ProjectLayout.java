package io.github.baci.maven;

import io.github.baci.api.BaciException;
import io.github.baci.api.SecretSource;
import io.github.baci.api.StoreLocation;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/** Where things are in a project, or, run without a POM, in the directory that Maven runs in. */
final class ProjectLayout {
  private static final String ENVIRONMENT = "env:";
  private static final String BUILT = "io.github.baci.built.";

  private final MavenProject project;
  private final Path baseDirectory;

  ProjectLayout(MavenProject project, MavenSession session) {
    this(
        project,
        project.getFile() != null
            ? project.getBasedir().toPath()
            : Path.of(session.getExecutionRootDirectory()).toAbsolutePath());
  }

  ProjectLayout(MavenProject project, Path baseDirectory) {
    this.project = project;
    this.baseDirectory = baseDirectory;
  }

  /** Returns whether there is a POM; if not, what Maven says of the project means nothing. */
  boolean hasPom() {
    return project.getFile() != null;
  }

  /** Returns the directory of the POM, or the one that Maven runs in. */
  Path baseDirectory() {
    return baseDirectory;
  }

  /** Returns the directory for what the build makes, if there is a POM. */
  Optional<Path> buildDirectory() {
    return hasPom() ? Optional.of(Path.of(project.getBuild().getDirectory())) : Optional.empty();
  }

  /** Keeps what was built for the goals that come after in the same call of Maven. */
  void remember(Optional<String> classifier, ImageProperties record) {
    project.setContextValue(BUILT + classifier.orElse(""), record);
  }

  /** Returns what an earlier goal of the same call of Maven built. */
  Optional<ImageProperties> remembered(Optional<String> classifier) {
    return project.getContextValue(BUILT + classifier.orElse("")) instanceof ImageProperties record
        ? Optional.of(record)
        : Optional.empty();
  }

  /** Returns an absolute path for one that the user gives. */
  Path resolve(File file) {
    return baseDirectory.resolve(file.toPath()).normalize();
  }

  /**
   * Returns the build context.
   *
   * @param given what the user gives, or null for the base directory
   * @throws BaciException if it is not a directory
   */
  Path contextDirectory(@Nullable File given) {
    Path context = given == null ? baseDirectory : resolve(given);
    if (!Files.isDirectory(context)) {
      throw new BaciException(
          "the build context %s is not a directory: set baci.contextDirectory".formatted(context));
    }
    return context;
  }

  /**
   * Returns the store's directory.
   *
   * @param given what the user gives, or null for the user's own store
   */
  Path storeDirectory(File given) {
    return given == null ? StoreLocation.defaultDirectory() : resolve(given);
  }

  /**
   * Returns where secrets are found.
   *
   * @param given paths of files, or {@code env:NAME}, by id
   * @throws BaciException if a file is not there
   */
  Map<String, SecretSource> secrets(Map<String, String> given) {
    Map<String, SecretSource> secrets = new TreeMap<>();
    given.forEach(
        (id, value) -> {
          if (value.startsWith(ENVIRONMENT)) {
            String variable = value.substring(ENVIRONMENT.length());
            secrets.put(id, new SecretSource.FromEnvironment(variable));
          } else {
            secrets.put(id, new SecretSource.FromFile(existing("secret", id, value)));
          }
        });
    return secrets;
  }

  /**
   * Returns the sockets of SSH agents.
   *
   * @param given paths by id
   * @throws BaciException if a socket is not there
   */
  Map<String, Path> sockets(Map<String, String> given) {
    Map<String, Path> sockets = new TreeMap<>();
    given.forEach((id, value) -> sockets.put(id, existing("SSH agent", id, value)));
    return sockets;
  }

  private Path existing(String what, String id, String value) {
    Path path = baseDirectory.resolve(value).normalize();
    if (!Files.exists(path)) {
      throw new BaciException(
          "the %s '%s' is '%s', but there is no file %s".formatted(what, id, value, path));
    }
    return path;
  }

  /**
   * Returns what stands for a name in the Dockerfile: directories as absolute paths, references as
   * they are.
   *
   * @throws BaciException if a value looks like a directory and is none
   */
  Map<String, String> namedContexts(Map<String, String> given) {
    Map<String, String> contexts = new TreeMap<>();
    given.forEach((name, value) -> contexts.put(name, namedContext(name, value)));
    return contexts;
  }

  private String namedContext(String name, String value) {
    if (value.contains("://")) {
      return value;
    }
    boolean path = value.startsWith("/") || value.startsWith(".") || value.indexOf('\\') >= 0;
    Path directory = path ? baseDirectory.resolve(value).normalize() : null;
    if (directory == null) {
      return value;
    }
    if (!Files.isDirectory(directory)) {
      throw new BaciException(
          "the named context '%s' is '%s', but %s is not a directory"
              .formatted(name, value, directory));
    }
    return directory.toString();
  }

  /**
   * Returns the project's own jar or war, or else its classes, and the jars that it needs to run:
   * what {@code jlink://auto} looks for modules in. A war with a server of its own has that server
   * in it, and not among what the project needs to run, as its scope is {@code provided}.
   */
  List<Path> jars() {
    List<Path> jars = new ArrayList<>();
    if (!hasPom()) {
      return jars;
    }
    File own = project.getArtifact() == null ? null : project.getArtifact().getFile();
    if (own != null && isArchive(own)) {
      jars.add(own.toPath());
    } else {
      Path classes = Path.of(project.getBuild().getOutputDirectory());
      if (Files.isDirectory(classes)) {
        jars.add(classes);
      }
    }
    for (Artifact artifact : project.getArtifacts()) {
      File file = artifact.getFile();
      if (file != null && artifact.getArtifactHandler().isAddedToClasspath()) {
        jars.add(file.toPath());
      }
    }
    return jars;
  }

  /** Returns whether a file has classes or jars in it that jlink://auto knows how to find. */
  private static boolean isArchive(File file) {
    return file.getName().endsWith(".jar") || file.getName().endsWith(".war");
  }
}
