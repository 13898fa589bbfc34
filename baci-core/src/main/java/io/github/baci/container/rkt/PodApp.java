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
 * @param invocation what is run, and as whom
 * @param volumes what is mounted, by the name of the image's mount point
 * @param reach what of the network the app reaches, and is reached by
 */
public record PodApp(
    Path aci, String name, Invocation invocation, Map<String, Volume> volumes, Reach reach) {
  /**
   * What is run, and as whom.
   *
   * @param user who it runs as
   * @param exec the program, if the image has none
   * @param arguments what follows the program and the image's own arguments
   * @param environment variables that override those of the image
   */
  public record Invocation(
      Identity user,
      Optional<String> exec,
      List<String> arguments,
      Map<String, String> environment) {
    /** Copies the collections. */
    public Invocation {
      arguments = List.copyOf(arguments);
      environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    }
  }

  /**
   * What of the network the app reaches, and is reached by.
   *
   * @param network its network, if no port is forwarded
   * @param ports ports of the machine by the name of the image's port: the app then has a network
   *     of its own
   */
  public record Reach(NetworkMode network, Map<String, Integer> ports) {
    /** Copies the collections. */
    public Reach {
      ports = Collections.unmodifiableMap(new LinkedHashMap<>(ports));
    }
  }

  /** Returns whether it has a network of its own, from which ports are forwarded. */
  boolean hasOwnNetwork() {
    return !reach.ports().isEmpty();
  }

  /**
   * A directory or file of this machine.
   *
   * @param readOnly whether the app may not write to it
   */
  public record Volume(Path source, boolean readOnly) {}

  /** Copies the collections; they keep their order. */
  public PodApp {
    volumes = Collections.unmodifiableMap(new LinkedHashMap<>(volumes));
  }

  /** Returns who it runs as. */
  public Identity user() {
    return invocation.user();
  }

  /** Returns the program, if the image has none. */
  public Optional<String> exec() {
    return invocation.exec();
  }

  /** Returns what follows the program and the image's own arguments. */
  public List<String> arguments() {
    return invocation.arguments();
  }

  /** Returns variables that override those of the image. */
  public Map<String, String> environment() {
    return invocation.environment();
  }

  /** Returns its network, if no port is forwarded. */
  public NetworkMode network() {
    return reach.network();
  }

  /**
   * Returns ports of the machine by the name of the image's port: the app then has a network of its
   * own.
   */
  public Map<String, Integer> ports() {
    return reach.ports();
  }
}
