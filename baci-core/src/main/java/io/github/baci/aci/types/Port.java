package io.github.baci.aci.types;

import io.github.baci.api.BaciException;

/**
 * A port, or a range of ports, that an app listens on.
 *
 * @param name the name by which it is forwarded
 * @param protocol the protocol, as in {@code tcp}
 * @param port the first port, 1 to 65535
 * @param count how many ports, at least 1
 * @param socketActivated whether the app expects to be handed the listening sockets
 */
public record Port(AcName name, String protocol, int port, int count, boolean socketActivated) {
  /** Checks the ranges. */
  public Port {
    if (port < 1 || port > 65535) {
      throw new BaciException("port '%s': %d is not in 1-65535".formatted(name, port));
    }
    if (count < 1 || port + (long) count > 65536) {
      throw new BaciException(
          "port '%s': %d ports from %d on do not end in 1-65535".formatted(name, count, port));
    }
  }

  /** A single port. */
  public static Port of(AcName name, String protocol, int port) {
    return new Port(name, protocol, port, 1, false);
  }
}
