package io.github.baci.maven;

import io.github.baci.api.BaciException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An isolator in the configuration of the plugin:
 *
 * <pre>{@code
 * <isolator>
 *   <name>resource/memory</name>
 *   <value>{"limit": "1G"}</value>
 * </isolator>
 * }</pre>
 */
public final class IsolatorParameter {
  private @Nullable String name;
  private @Nullable String value;

  /** Sets the name, as in {@code resource/memory}. */
  public void setName(String name) {
    this.name = name;
  }

  /** Sets the value, which is JSON. */
  public void setValue(String value) {
    this.value = value;
  }

  /**
   * Returns the values by the names.
   *
   * @throws BaciException if something is missing, or a name stands twice
   */
  static Map<String, String> toMap(@Nullable List<IsolatorParameter> isolators) {
    if (isolators == null) {
      return Map.of();
    }
    Map<String, String> map = new LinkedHashMap<>();
    for (IsolatorParameter isolator : isolators) {
      if (isolator.name == null || isolator.value == null) {
        throw new BaciException(
            "an <isolator> must have a <name> and a <value> that is JSON, as in {\"limit\":"
                + " \"1G\"}");
      }
      if (map.put(isolator.name, isolator.value) != null) {
        throw new BaciException("the isolator '%s' stands twice".formatted(isolator.name));
      }
    }
    return map;
  }
}
