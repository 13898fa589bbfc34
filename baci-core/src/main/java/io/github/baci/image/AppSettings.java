package io.github.baci.image;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the manifest of an App Container Image says of its app that Docker's config has no field
 * for. An image that is built on such a one inherits it.
 *
 * @param annotations annotations of the image that this package has no other place for
 * @param isolators isolators, in their order; some names may be there several times
 * @param eventHandlers commands by event, {@code pre-start} or {@code post-stop}
 * @param ports names of exposed ports by port as the config has it, {@code 80/tcp}
 * @param mountPoints names of volumes by path as the config has it
 * @param supplementaryGids further groups of the process
 * @param userAnnotations free annotations of the app
 */
public record AppSettings(
    Map<String, String> annotations,
    List<Isolator> isolators,
    Map<String, List<String>> eventHandlers,
    Map<String, NamedPort> ports,
    Map<String, NamedVolume> mountPoints,
    List<Integer> supplementaryGids,
    Map<String, String> userAnnotations) {

  /** Settings in which nothing is set. */
  public static final AppSettings NONE =
      new AppSettings(Map.of(), List.of(), Map.of(), Map.of(), Map.of(), List.of(), Map.of());

  /**
   * An isolator.
   *
   * @param name its name, as in {@code resource/memory}
   * @param value its value as JSON
   */
  public record Isolator(String name, String value) {}

  /**
   * What a port is called.
   *
   * @param socketActivated whether the app expects to be handed the listening socket
   */
  public record NamedPort(String name, boolean socketActivated) {}

  /**
   * What a volume is called.
   *
   * @param readOnly whether the app must not write to it
   */
  public record NamedVolume(String name, boolean readOnly) {}

  /** Copies all collections, which keep their order. */
  public AppSettings {
    annotations = copy(annotations);
    isolators = List.copyOf(isolators);
    eventHandlers = copy(eventHandlers);
    ports = copy(ports);
    mountPoints = copy(mountPoints);
    supplementaryGids = List.copyOf(supplementaryGids);
    userAnnotations = copy(userAnnotations);
  }

  private static <T> Map<String, T> copy(Map<String, T> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
