package io.github.baci.dockerfile;

import java.util.List;

/**
 * One word of EXPOSE after expansion.
 *
 * @param ports the ports, a range port by port, as in {@code 80/tcp}
 * @param addressed whether the word names an IP address or a port of the host, which mean nothing
 *     in an image
 * @param protocolCased whether the protocol is not written in lower case
 */
public record PortSpec(List<String> ports, boolean addressed, boolean protocolCased) {
  /** Copies the list. */
  public PortSpec {
    ports = List.copyOf(ports);
  }

  /**
   * Reads {@code [IP:][HOST:]PORT[-END][/PROTOCOL]}.
   *
   * @throws io.github.baci.BaciException if the word has another form; the message does not say
   *     where it stands
   */
  public static PortSpec parse(String word) {
    return null;
  }
}
