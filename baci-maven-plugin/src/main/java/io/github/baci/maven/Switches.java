package io.github.baci.maven;

import io.github.baci.api.BaciException;
import java.util.Optional;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.descriptor.Parameter;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.jspecify.annotations.Nullable;

/**
 * Parameters that are on or off. Maven takes each text but {@code true} for off, so that {@code
 * yes} does nothing without a word.
 */
final class Switches {
  private static final String TYPE = "boolean";

  private Switches() {}

  /**
   * Looks at those of a goal.
   *
   * @param execution the goal and its configuration, or null
   * @throws BaciException naming the first that is neither on nor off
   */
  static void check(MavenSession session, @Nullable MojoExecution execution) {
    if (execution == null
        || execution.getConfiguration() == null
        || execution.getMojoDescriptor() == null
        || execution.getMojoDescriptor().getParameters() == null) {
      return;
    }
    for (Parameter parameter : execution.getMojoDescriptor().getParameters()) {
      if (TYPE.equals(parameter.getType())) {
        Xpp3Dom given = execution.getConfiguration().getChild(parameter.getName());
        if (given != null && given.getValue() != null) {
          check(session, parameter.getName(), given.getValue().strip());
        }
      }
    }
  }

  private static void check(MavenSession session, String parameter, String text) {
    Optional<String> property = property(text);
    if (property.isEmpty()) {
      check("<" + parameter + ">", text);
    } else {
      value(session, property.get()).ifPresent(given -> check(property.get(), given.strip()));
    }
  }

  private static void check(String name, String text) {
    if (!text.isEmpty() && !text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
      throw new BaciException("%s is '%s', but must be one of true, false".formatted(name, text));
    }
  }

  private static Optional<String> property(String text) {
    return text.startsWith("${") && text.endsWith("}")
        ? Optional.of(text.substring(2, text.length() - 1))
        : Optional.empty();
  }

  private static Optional<String> value(MavenSession session, String property) {
    String given = session.getUserProperties().getProperty(property);
    MavenProject project = session.getCurrentProject();
    return Optional.ofNullable(
        given == null && project != null ? project.getProperties().getProperty(property) : given);
  }
}
