package io.github.baci.container.rkt;

import io.github.baci.api.NetworkMode;
import io.github.baci.container.ContainerSpec.Identity;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An app to be run in a pod of its own.
 *
 * @param aci the image
 * @param name the image's name, without labels
 * @param user who it runs as
 * @param exec the program, if the image has none
 * @param arguments what follows the program and the image's own arguments
 * @param environment variables that override those of the image
 * @param volumes what is mounted, by the name of the image's mount point
 * @param network its network, if no port is forwarded
 * @param ports ports of the machine by the name of the image's port: the app then has a network of
 *     its own
 */
public record PodApp(
    Path aci,
    String name,
    Identity user,
    Optional<String> exec,
    List<String> arguments,
    Map<String, String> environment,
    Map<String, Volume> volumes,
    NetworkMode network,
    Map<String, Integer> ports) {

  /** Returns whether it has a network of its own, from which ports are forwarded. */
  boolean hasOwnNetwork() {
    return !ports.isEmpty();
  }

  /**
   * A directory or file of this machine.
   *
   * @param readOnly whether the app may not write to it
   */
  public record Volume(Path source, boolean readOnly) {}

  /** Copies the collections; they keep their order. */
  public PodApp {
    arguments = List.copyOf(arguments);
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    volumes = Collections.unmodifiableMap(new LinkedHashMap<>(volumes));
    ports = Collections.unmodifiableMap(new LinkedHashMap<>(ports));
  }
}
