package io.github.baci.maven;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.baci.api.BaciException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
  private String name;
  private String value;

  /** Sets the name, as in {@code resource/memory}. */
  public void setName(String name) {
    this.name = name;
  }

  /** Sets the value, which is JSON. */
  public void setValue(String value) {
    this.value = value;
  }

  static Map<String, JsonNode> toMap(List<IsolatorParameter> isolators) {
    if (isolators == null || isolators.isEmpty()) {
      return Map.of();
    }
    ObjectMapper mapper =
        new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);
    Map<String, JsonNode> map = new LinkedHashMap<>();
    for (IsolatorParameter isolator : isolators) {
      if (isolator.name == null || isolator.value == null) {
        throw new BaciException(
            "an <isolator> must have a <name> and a <value> that is JSON, as in {\"limit\":"
                + " \"1G\"}");
      }
      if (map.put(isolator.name, parse(mapper, isolator)) != null) {
        throw new BaciException("the isolator '%s' stands twice".formatted(isolator.name));
      }
    }
    return map;
  }

  private static JsonNode parse(ObjectMapper mapper, IsolatorParameter isolator) {
    try {
      return mapper.readTree(isolator.value);
    } catch (JsonProcessingException e) {
      throw new BaciException(
          "the value of the isolator '%s' is no JSON: %s"
              .formatted(isolator.name, e.getOriginalMessage()),
          e);
    }
  }
}
