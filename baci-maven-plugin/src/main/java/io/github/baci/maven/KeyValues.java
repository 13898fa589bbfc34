package io.github.baci.maven;

import io.github.baci.api.BaciException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/** Names and values from the plugin's configuration and from user properties. */
final class KeyValues {
  private KeyValues() {}

  /** Returns what a parameter of the plugin holds, sorted by name; null stands for nothing. */
  static SortedMap<String, String> of(@Nullable Properties configured) {
    SortedMap<String, String> values = new TreeMap<>();
    if (configured != null) {
      configured.stringPropertyNames().forEach(key -> values.put(key, configured.getProperty(key)));
    }
    return values;
  }

  /**
   * Returns what a parameter holds, and over it what a property says: that of the command line, or
   * else of the project.
   */
  static SortedMap<String, String> of(
      @Nullable Properties configured,
      MavenProject project,
      MavenSession session,
      String property) {
    SortedMap<String, String> values = of(configured);
    String user = session.getUserProperties().getProperty(property);
    String text = user != null ? user : project.getProperties().getProperty(property);
    values.putAll(parse(text, property));
    return values;
  }

  /** Returns the properties whose names begin with a prefix, without it. */
  static Map<String, String> withPrefix(Properties properties, String prefix) {
    Map<String, String> values = new TreeMap<>();
    for (String key : properties.stringPropertyNames()) {
      if (key.startsWith(prefix)) {
        values.put(key.substring(prefix.length()), properties.getProperty(key));
      }
    }
    return values;
  }

  /**
   * Reads {@code a=b,c=d}.
   *
   * @param text the text; null or blank for nothing
   * @param property where it is from, for the message
   * @throws BaciException if a part has no {@code =} or no name
   */
  static Map<String, String> parse(@Nullable String text, String property) {
    Map<String, String> values = new LinkedHashMap<>();
    if (text == null || text.isBlank()) {
      return values;
    }
    for (String part : text.split(",", -1)) {
      int equals = part.indexOf('=');
      if (equals < 1) {
        throw new BaciException(
            "%s is '%s', but must have the form name=value,name=value".formatted(property, text));
      }
      values.put(part.substring(0, equals).strip(), part.substring(equals + 1).strip());
    }
    return values;
  }
}
