package io.github.baci.maven;

import io.github.baci.api.BaciException;
import java.util.Map;
import java.util.Properties;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;

/** The values for ARG. */
final class BuildArguments {
  static final String PREFIX = "baci.buildArg.";

  private BuildArguments() {}

  /**
   * Returns the values by name: those of the command line override the parameter, and it overrides
   * the properties of the project.
   *
   * @param parameter what the parameter holds, or null
   * @throws BaciException if one has no name
   */
  static Map<String, String> of(MavenProject project, MavenSession session, Properties parameter) {
    Map<String, String> arguments = KeyValues.withPrefix(project.getProperties(), PREFIX);
    arguments.putAll(KeyValues.of(parameter));
    arguments.putAll(KeyValues.withPrefix(session.getUserProperties(), PREFIX));
    if (arguments.containsKey("")) {
      throw new BaciException("%s names no argument, as %sVERSION does".formatted(PREFIX, PREFIX));
    }
    return arguments;
  }
}
