package io.github.baci.source.registry;

import java.net.URI;
import java.util.List;

/** Which hosts may be asked over plain HTTP: this machine itself, and those that the user named. */
public final class PlainHttp {
  private final List<String> hosts;

  /** Takes hosts, with or without a port, that may be asked beside this machine. */
  public PlainHttp(List<String> hosts) {
    this.hosts = hosts;
  }

  /** Returns whether a request to this URL may be sent. */
  public boolean allows(URI url) {
    return "https".equals(url.getScheme())
        || ("http".equals(url.getScheme()) && allows(url.getRawAuthority()));
  }

  /**
   * Returns the schemes to try, in this order.
   *
   * @param authority host and port
   */
  List<String> schemes(String authority) {
    if (isLoopback(authority)) {
      return List.of("http", "https");
    }
    return allows(authority) ? List.of("https", "http") : List.of("https");
  }

  private boolean allows(String authority) {
    return isLoopback(authority)
        || hosts.contains(authority)
        || hosts.contains(withoutPort(authority));
  }

  private static boolean isLoopback(String authority) {
    String host = withoutPort(authority);
    return host.equals("localhost")
        || host.matches("127(\\.[0-9]{1,3}){3}")
        || host.equals("[::1]");
  }

  private static String withoutPort(String authority) {
    return authority.replaceFirst(":[0-9]+$", "");
  }
}
