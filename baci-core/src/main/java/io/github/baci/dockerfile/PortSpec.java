package io.github.baci.dockerfile;

import io.github.baci.api.BaciException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One word of EXPOSE after expansion.
 *
 * @param ports the ports, a range port by port, as in {@code 80/tcp}
 * @param addressed whether the word names an IP address or a port of the host, which mean nothing
 *     in an image
 * @param protocolCased whether the protocol is not written in lower case
 */
public record PortSpec(List<String> ports, boolean addressed, boolean protocolCased) {
  private static final int LAST = 65_535;

  private record Range(int start, int end) {
    int length() {
      return end - start;
    }
  }

  /** Copies the list. */
  public PortSpec {
    ports = List.copyOf(ports);
  }

  /**
   * Reads {@code [IP:][HOST:]PORT[-END][/PROTOCOL]}.
   *
   * @throws BaciException if the word has another form; the message does not say where it stands
   */
  public static PortSpec parse(String word) {
    int beforeContainer = word.lastIndexOf(':');
    String container = word.substring(beforeContainer + 1);
    String before = beforeContainer < 0 ? "" : word.substring(0, beforeContainer);
    int beforeHost = before.lastIndexOf(':');
    String host = before.substring(beforeHost + 1);
    String address = beforeHost < 0 ? "" : before.substring(0, beforeHost);

    int slash = container.indexOf('/');
    String port = slash < 0 ? container : container.substring(0, slash);
    String protocol = slash < 0 ? "" : container.substring(slash + 1);
    if (port.isEmpty()) {
      throw invalid(word, "no port specified");
    }
    String lower = protocol.toLowerCase(Locale.ROOT);
    switch (lower) {
      case "" -> lower = "tcp";
      case "tcp", "udp", "sctp" -> {}
      default -> throw invalid(word, "invalid proto: " + protocol);
    }
    checkAddress(address);
    Range range = range(port, "invalid containerPort: ");
    if (!host.isEmpty()) {
      Range hostRange = range(host, "invalid hostPort: ");
      if (range.length() != hostRange.length() && range.length() != 0) {
        throw new BaciException(
            "invalid ranges specified for container and host Ports: " + port + " and " + host);
      }
    }
    List<String> ports = new ArrayList<>(range.length() + 1);
    for (int number = range.start(); number <= range.end(); number++) {
      ports.add(number + "/" + lower);
    }
    return new PortSpec(
        ports,
        !address.isEmpty() || !host.isEmpty(),
        !protocol.equals(protocol.toLowerCase(Locale.ROOT)));
  }

  private static void checkAddress(String address) {
    if (address.isEmpty()) {
      return;
    }
    boolean bracketed = address.startsWith("[");
    if (bracketed && !address.endsWith("]")) {
      throw new BaciException("invalid IP address " + address + ": missing ']' in address");
    }
    String bare = bracketed ? address.substring(1, address.length() - 1) : address;
    if (!IpAddress.isValid(bare)) {
      throw new BaciException("invalid IP address: " + bare);
    }
  }

  private static Range range(String text, String fault) {
    int dash = text.indexOf('-');
    String start = dash < 0 ? text : text.substring(0, dash);
    String end = dash < 0 ? start : text.substring(dash + 1);
    int first = port(start);
    int last = end.equals(start) ? first : port(end);
    if (first < 0 || last < first) {
      throw new BaciException(
          fault + text + "; a port is a number up to 65535, or a range of them, as in 8000-8010");
    }
    return new Range(first, last);
  }

  private static int port(String text) {
    try {
      int number = GoInteger.parse("ParseInt", text, 32);
      return number <= LAST ? number : -1;
    } catch (BaciException e) {
      return -1;
    }
  }

  private static BaciException invalid(String word, String why) {
    return new BaciException("invalid port: " + GoQuote.quote(word) + ": " + why);
  }
}
