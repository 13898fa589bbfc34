package io.github.baci.maven;

import io.github.baci.api.Suggestion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.jspecify.annotations.Nullable;

/**
 * Elements of the plugin's configuration in the POM that no goal has a parameter for. Maven itself
 * tells of them from 3.9 on; older ones pass over them without a word.
 */
final class UnknownParameters {
  private static final String PLUGIN = "io.github.baci:baci-maven-plugin";

  private UnknownParameters() {}

  /**
   * Warns of each, once in a run of Maven.
   *
   * @param execution the goal and its configuration, or null
   */
  static void tell(MavenSession session, @Nullable MojoExecution execution, Log log) {
    MavenProject project = session.getCurrentProject();
    if (execution == null
        || project == null
        || execution.getMojoDescriptor() == null
        || isToldByMaven(session.getSystemProperties().getProperty("maven.version", ""))) {
      return;
    }
    Plugin plugin = project.getPlugin(PLUGIN);
    if (plugin == null) {
      return;
    }
    Collection<String> given = new TreeSet<>();
    add(plugin.getConfiguration(), given);
    PluginExecution own = plugin.getExecutionsAsMap().get(execution.getExecutionId());
    if (own != null) {
      add(own.getConfiguration(), given);
    }
    if (given.isEmpty()) {
      return;
    }
    for (String warning : warnings(given, known(execution.getMojoDescriptor()))) {
      if (ToldOnce.isFirst(session, warning)) {
        log.warn(warning);
      }
    }
  }

  /** Returns whether a version of Maven tells of them. */
  static boolean isToldByMaven(String version) {
    return !version.startsWith("3.") || !version.matches("3\\.[0-8](\\D.*)?");
  }

  /** Returns a warning for each. */
  static List<String> warnings(Collection<String> given, Collection<String> known) {
    List<String> warnings = new ArrayList<>();
    for (String name : given) {
      if (!known.contains(name)) {
        warnings.add(
            Suggestion.append(
                "no goal of this plugin knows the parameter <%s>, which has no effect"
                    .formatted(name),
                Suggestion.of(name, known)));
      }
    }
    return warnings;
  }

  private static void add(@Nullable Object configuration, Collection<String> names) {
    if (configuration instanceof Xpp3Dom dom) {
      for (Xpp3Dom child : dom.getChildren()) {
        names.add(child.getName());
      }
    }
  }

  private static Collection<String> known(MojoDescriptor goal) {
    Collection<String> known = new TreeSet<>();
    PluginDescriptor plugin = goal.getPluginDescriptor();
    for (MojoDescriptor each : plugin == null ? List.of(goal) : plugin.getMojos()) {
      if (each.getParameters() != null) {
        for (Parameter parameter : each.getParameters()) {
          known.add(parameter.getName());
          if (parameter.getAlias() != null) {
            known.add(parameter.getAlias());
          }
        }
      }
    }
    return known;
  }
}
