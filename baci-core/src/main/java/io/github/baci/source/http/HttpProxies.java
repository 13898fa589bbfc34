package io.github.baci.source.http;

import io.github.baci.source.SourceOptions;
import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which proxy serves a URL: that of Maven's settings, else that of the environment ({@code
 * HTTP_PROXY}, {@code HTTPS_PROXY}, {@code ALL_PROXY} and {@code NO_PROXY}, in either case).
 */
final class HttpProxies extends ProxySelector {
  private static final int DEFAULT_PORT = 80;

  private final List<SourceOptions.Proxy> known;

  HttpProxies(List<SourceOptions.Proxy> configured, Map<String, String> environment) {
    this.known = new ArrayList<>(configured);
    if (configured.isEmpty()) {
      for (String scheme : List.of("http", "https")) {
        variable(environment, scheme + "_proxy")
            .or(() -> variable(environment, "all_proxy"))
            .flatMap(value -> parse(scheme, value, variable(environment, "no_proxy").orElse("")))
            .ifPresent(known::add);
      }
    }
  }

  private static Optional<String> variable(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name))
        .or(() -> Optional.ofNullable(environment.get(name.toUpperCase(Locale.ROOT))))
        .filter(value -> !value.isBlank());
  }

  private static Optional<SourceOptions.Proxy> parse(String scheme, String value, String direct) {
    URI uri = URI.create(value.contains("://") ? value : "http://" + value);
    if (uri.getHost() == null) {
      return Optional.empty();
    }
    Optional<String> login = Optional.ofNullable(uri.getUserInfo());
    List<String> hosts = new ArrayList<>();
    for (String host : direct.split(",")) {
      String name = host.strip();
      if (!name.isEmpty()) {
        String suffix = name.startsWith(".") ? name.substring(1) : name;
        hosts.add(suffix);
        hosts.add("*." + suffix);
      }
    }
    return Optional.of(
        new SourceOptions.Proxy(
            scheme,
            uri.getHost(),
            uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
            login.map(text -> text.split(":", 2)[0]),
            login.filter(text -> text.contains(":")).map(text -> text.split(":", 2)[1]),
            hosts));
  }

  @Override
  public List<Proxy> select(URI uri) {
    for (SourceOptions.Proxy proxy : known) {
      if (proxy.scheme().equalsIgnoreCase(uri.getScheme()) && !isDirect(proxy, uri.getHost())) {
        return List.of(
            new Proxy(
                Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.host(), proxy.port())));
      }
    }
    return List.of(Proxy.NO_PROXY);
  }

  private static boolean isDirect(SourceOptions.Proxy proxy, String host) {
    return proxy.nonProxyHosts().stream()
        .anyMatch(
            pattern ->
                Pattern.compile(
                        ("\\Q" + pattern + "\\E").replace("*", "\\E.*\\Q"),
                        Pattern.CASE_INSENSITIVE)
                    .matcher(host)
                    .matches());
  }

  /** Returns what answers proxies that want a login, if any does. */
  Optional<Authenticator> authenticator() {
    if (known.stream().allMatch(proxy -> proxy.username().isEmpty())) {
      return Optional.empty();
    }
    return Optional.of(
        new Authenticator() {
          @Override
          protected PasswordAuthentication getPasswordAuthentication() {
            if (getRequestorType() != RequestorType.PROXY) {
              return null;
            }
            return known.stream()
                .filter(
                    proxy ->
                        proxy.host().equalsIgnoreCase(getRequestingHost())
                            && proxy.port() == getRequestingPort()
                            && proxy.username().isPresent())
                .findFirst()
                .map(
                    proxy ->
                        new PasswordAuthentication(
                            proxy.username().get(), proxy.password().orElse("").toCharArray()))
                .orElse(null);
          }
        });
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException problem) {
    // The request itself fails, and says so.
  }
}
