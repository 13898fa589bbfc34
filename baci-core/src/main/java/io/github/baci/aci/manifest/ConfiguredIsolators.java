package io.github.baci.aci.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.baci.aci.types.Isolator;
import io.github.baci.api.AcIdentifier;
import io.github.baci.api.BaciException;
import io.github.baci.json.JsonTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Isolators as they are configured: their values, as JSON, by their names. */
public final class ConfiguredIsolators {
  private ConfiguredIsolators() {}

  /**
   * Reads the values.
   *
   * @throws BaciException if a name is none, or a value is no JSON, or not one that the isolator
   *     takes
   */
  public static List<Isolator> read(Map<String, String> configured) {
    List<Isolator> isolators = new ArrayList<>();
    configured.forEach(
        (name, value) -> {
          try {
            isolators.add(new Isolator(new AcIdentifier(name), JsonTree.readStrictly(value)));
          } catch (JsonProcessingException e) {
            throw new BaciException(
                "the value of the isolator '%s' is no JSON: %s"
                    .formatted(name, e.getOriginalMessage()),
                e);
          }
        });
    return isolators;
  }
}
