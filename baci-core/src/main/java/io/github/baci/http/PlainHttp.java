package io.github.baci.http;

import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;

/** Which hosts may be asked over plain HTTP: this machine itself, and those that the user named. */
public final class PlainHttp {
  private static final Pattern PORT = Pattern.compile(":[0-9]+$");
  private static final Pattern LOOPBACK = Pattern.compile("127(\\.[0-9]{1,3}){3}");

  private final List<String> hosts;

  /** Takes hosts, with or without a port, that may be asked beside this machine. */
  public PlainHttp(List<String> hosts) {
    this.hosts = List.copyOf(hosts);
  }

  /** Returns whether a request to this URL may be sent. */
  public boolean allows(URI url) {
    return "https".equalsIgnoreCase(url.getScheme())
        || ("http".equalsIgnoreCase(url.getScheme()) && isAllowed(url.getRawAuthority()));
  }

  /**
   * Returns the schemes to try, in this order.
   *
   * @param authority host and port
   */
  public List<String> schemes(String authority) {
    if (isLoopback(authority)) {
      return List.of("http", "https");
    }
    return isAllowed(authority) ? List.of("https", "http") : List.of("https");
  }

  private boolean isAllowed(String authority) {
    return authority != null
        && (isLoopback(authority)
            || hosts.contains(authority)
            || hosts.contains(withoutPort(authority)));
  }

  private static boolean isLoopback(String authority) {
    String host = withoutPort(authority);
    return host.equals("localhost") || LOOPBACK.matcher(host).matches() || host.equals("[::1]");
  }

  private static String withoutPort(String authority) {
    return PORT.matcher(authority).replaceFirst("");
  }
}
