package io.github.baci.maven;

import io.github.baci.api.Suggestion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Properties of the command line, and of the POM, that look like this plugin's and are none: Maven
 * passes over what nobody asks for, so that a misspelt one does nothing without a word. A POM may
 * have properties of its own in {@code baci.}, such as {@code baci.version}: there, only those are
 * told that are nearly one of the plugin's.
 */
final class UnknownProperties {
  private static final String OWN = "baci.";

  /** Those that goals ask for themselves, in addition to their configuration. */
  private static final List<String> ASKED_FOR =
      List.of("baci.registryMirrors", "baci.trust", "baci.env", "baci.volumes", "baci.ports");

  /** Those that goals set for plugins which come after. */
  private static final List<String> SET =
      List.of("baci.imageId", "baci.manifestDigest", "baci.configDigest", "baci.push.digest");

  private static final Pattern EXPRESSION = Pattern.compile("\\$\\{(baci\\.[^}]+)}");

  private UnknownProperties() {}

  /**
   * Warns of each, once in a run of Maven.
   *
   * @param context what Maven tells goals of their plugin, or null
   */
  static void tell(MavenSession session, @Nullable Map<?, ?> context, Log log) {
    Set<String> given = ours(session.getUserProperties());
    MavenProject project = session.getCurrentProject();
    Set<String> inPom = project == null ? Set.of() : ours(project.getProperties());
    if (given.isEmpty() && inPom.isEmpty()) {
      return;
    }
    Collection<String> known = known(context);
    if (known.isEmpty()) {
      return;
    }
    List<String> warnings = new ArrayList<>(warnings(given, known));
    for (String warning : warnings(inPom, known)) {
      if (warning.endsWith(Suggestion.END)) {
        warnings.add(warning);
      }
    }
    for (String warning : warnings) {
      if (ToldOnce.isFirst(session, warning)) {
        log.warn(warning);
      }
    }
  }

  /** Looks at names alone, and asks nobody which of them are known: most runs have none. */
  private static Set<String> ours(Properties properties) {
    Set<String> ours = new TreeSet<>();
    for (String name : properties.stringPropertyNames()) {
      if (name.startsWith(OWN) && !name.startsWith(BuildArguments.PREFIX) && !SET.contains(name)) {
        ours.add(name);
      }
    }
    return ours;
  }

  /**
   * Returns a warning for each.
   *
   * @param given the names of the properties of the command line
   * @param known those that a goal looks at
   */
  static List<String> warnings(Collection<String> given, Collection<String> known) {
    return new TreeSet<>(given)
        .stream()
            .filter(name -> name.startsWith(OWN))
            .filter(name -> !name.startsWith(BuildArguments.PREFIX) && !known.contains(name))
            .map(
                name ->
                    Suggestion.append(
                        "no goal of this plugin knows the property '%s', which has no effect"
                            .formatted(name),
                        prefix(name).or(() -> Suggestion.of(name, known))))
            .toList();
  }

  /** Returns the name as it may be meant, where its beginning is nearly that of an argument. */
  private static Optional<String> prefix(String name) {
    int end = name.indexOf('.', OWN.length()) + 1;
    return end > 0
            && Suggestion.of(name.substring(0, end), List.of(BuildArguments.PREFIX)).isPresent()
        ? Optional.of(BuildArguments.PREFIX + name.substring(end))
        : Optional.empty();
  }

  /**
   * Returns the properties that the goals of the plugin look at.
   *
   * @param context what Maven tells goals of their plugin, or null
   */
  static Collection<String> known(@Nullable Map<?, ?> context) {
    TreeSet<String> known = new TreeSet<>();
    if (context != null && context.get("pluginDescriptor") instanceof PluginDescriptor plugin) {
      known.addAll(ASKED_FOR);
      for (MojoDescriptor goal : plugin.getMojos()) {
        if (goal.getParameters() != null) {
          for (Parameter parameter : goal.getParameters()) {
            addExpression(parameter.getExpression(), known);
          }
        }
        if (goal.getMojoConfiguration() != null) {
          for (PlexusConfiguration value : goal.getMojoConfiguration().getChildren()) {
            addExpression(value.getValue(null), known);
          }
        }
      }
    }
    return known;
  }

  private static void addExpression(@Nullable String text, Collection<String> known) {
    Matcher expression = EXPRESSION.matcher(text == null ? "" : text);
    if (expression.matches()) {
      known.add(expression.group(1));
    }
  }
}
