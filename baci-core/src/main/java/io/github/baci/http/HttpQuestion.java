package io.github.baci.http;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A request.
 *
 * @param headers the headers by name, beside those that every request has
 */
public record HttpQuestion(String method, URI url, Map<String, String> headers, HttpBody body) {
  private static final String AUTHORIZATION = "Authorization";

  /** Copies the headers. */
  public HttpQuestion {
    headers = Map.copyOf(headers);
  }

  /** Asks for a file. */
  public static HttpQuestion get(URI url) {
    return new HttpQuestion("GET", url, Map.of(), HttpBody.NONE);
  }

  /** Asks by a method without a body. */
  public static HttpQuestion of(String method, URI url) {
    return new HttpQuestion(method, url, Map.of(), HttpBody.NONE);
  }

  /** Returns the same request with a header more. */
  public HttpQuestion with(String name, String value) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put(name, value);
    return new HttpQuestion(method, url, all, body);
  }

  /** Returns the same request with a body. */
  public HttpQuestion with(HttpBody other) {
    return new HttpQuestion(method, url, headers, other);
  }

  /** Returns the same request with a login, or without one. */
  public HttpQuestion withLogin(Optional<String> authorization) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.remove(AUTHORIZATION);
    authorization.ifPresent(value -> all.put(AUTHORIZATION, value));
    return new HttpQuestion(method, url, all, body);
  }

  /** Returns the same request to another place, with its login. */
  HttpQuestion at(URI other) {
    return new HttpQuestion(method, other, headers, body);
  }

  /** Returns whether two URLs have the same scheme, host and port. */
  public static boolean isSameServer(URI one, URI other) {
    return one.getScheme().equalsIgnoreCase(other.getScheme())
        && one.getHost() != null
        && one.getHost().equalsIgnoreCase(other.getHost())
        && port(one) == port(other);
  }

  private static int port(URI url) {
    if (url.getPort() >= 0) {
      return url.getPort();
    }
    return "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
  }
}
