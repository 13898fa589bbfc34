package io.github.baci.maven;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a goal in a project without a Dockerfile, as a parent POM, whose modules inherit
 * the plugin.
 */
enum DockerfileAbsence {
  /** The goal does nothing in a project of packaging pom, and fails in others. */
  AUTO,
  /** The goal does nothing. */
  TRUE,
  /** The goal fails. */
  FALSE;

  /**
   * Returns why a goal has nothing to do, if it has not.
   *
   * @param skip the parameter <code>skipWithoutDockerfile</code>
   * @param contextDirectory the parameter of this name, or null
   * @param dockerfile the parameter of this name, or null
   */
  static Optional<String> reason(
      String skip,
      MavenProject project,
      ProjectLayout layout,
      @Nullable File contextDirectory,
      @Nullable File dockerfile) {
    DockerfileAbsence absence =
        EnumParameter.of(DockerfileAbsence.class, skip, "baci.skipWithoutDockerfile");
    boolean skips =
        absence == TRUE
            || (absence == AUTO && layout.hasPom() && project.getPackaging().equals("pom"));
    if (!skips) {
      return Optional.empty();
    }
    Path context =
        contextDirectory == null ? layout.baseDirectory() : layout.resolve(contextDirectory);
    Path wanted = dockerfile == null ? context.resolve("Dockerfile") : layout.resolve(dockerfile);
    boolean there =
        Files.exists(wanted)
            || (wanted.endsWith("Dockerfile") && Files.exists(wanted.resolveSibling("dockerfile")));
    return there ? Optional.empty() : Optional.of("Skipped: there is no " + wanted);
  }
}
