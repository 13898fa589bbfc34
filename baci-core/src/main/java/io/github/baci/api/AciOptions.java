package io.github.baci.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an ACI has beside the image it is made from.
 *
 * @param name the image name with labels, as in {@code
 *     example.com/postgres:9.3.6,os=linux,arch=amd64}
 * @param labels further labels; they override those in {@code name}
 * @param annotations annotations; they override those that the image gives
 * @param isolators isolators: JSON values by isolator name
 * @param eventHandlers commands by event, {@code pre-start} or {@code post-stop}
 * @param portNames port names by port as Docker writes it, {@code 80/tcp}
 * @param mountPointNames mount point names by path
 * @param compression how the archive is compressed
 */
public record AciOptions(
    String name,
    Map<String, String> labels,
    Map<String, String> annotations,
    Map<String, JsonNode> isolators,
    Map<String, List<String>> eventHandlers,
    Map<String, String> portNames,
    Map<String, String> mountPointNames,
    AciCompression compression) {

  /** Copies the maps; they keep their order. */
  public AciOptions {
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
    isolators = Collections.unmodifiableMap(new LinkedHashMap<>(isolators));
    eventHandlers = Collections.unmodifiableMap(new LinkedHashMap<>(eventHandlers));
    portNames = Collections.unmodifiableMap(new LinkedHashMap<>(portNames));
    mountPointNames = Collections.unmodifiableMap(new LinkedHashMap<>(mountPointNames));
  }

  /** Options with a name and nothing else; compressed with gzip. */
  public static AciOptions named(String name) {
    return named(name, AciCompression.GZIP);
  }

  /** Options with a name and a compression, and nothing else. */
  public static AciOptions named(String name, AciCompression compression) {
    return new AciOptions(
        name, Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), compression);
  }
}
