package io.github.baci.http;

import io.github.baci.api.SourceOptions;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which proxy serves a URL: that of Maven's settings, else that of the environment ({@code
 * HTTP_PROXY}, {@code HTTPS_PROXY}, {@code ALL_PROXY} and {@code NO_PROXY}, in either case). As in
 * Maven itself, a proxy of the settings for {@code http} serves HTTPS too where none is given for
 * {@code https}.
 */
final class HttpProxies {
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
    } else if (configured.stream().noneMatch(proxy -> proxy.scheme().equalsIgnoreCase("https"))) {
      configured.forEach(
          proxy ->
              known.add(
                  new SourceOptions.Proxy(
                      "https", proxy.host(), proxy.port(), proxy.login(), proxy.nonProxyHosts())));
    }
  }

  private static Optional<String> variable(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name))
        .or(() -> Optional.ofNullable(environment.get(name.toUpperCase(Locale.ROOT))))
        .filter(value -> !value.isBlank());
  }

  private static Optional<SourceOptions.Proxy> parse(String scheme, String value, String direct) {
    URI uri;
    try {
      uri = URI.create(value.contains("://") ? value : "http://" + value);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    if (uri.getHost() == null) {
      return Optional.empty();
    }
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
            Optional.ofNullable(uri.getUserInfo()).map(login -> login(login, scheme)),
            hosts));
  }

  private static SourceOptions.Credential login(String userInfo, String scheme) {
    String[] parts = userInfo.split(":", 2);
    return new SourceOptions.Credential(
        parts[0], parts.length > 1 ? parts[1] : "", "the variable " + scheme + "_proxy");
  }

  /** Returns the proxy for a URL, if one serves it. */
  Optional<SourceOptions.Proxy> of(URI url) {
    return known.stream()
        .filter(proxy -> proxy.scheme().equalsIgnoreCase(url.getScheme()))
        .filter(proxy -> !isDirect(proxy, url.getHost()))
        .findFirst();
  }

  /** Returns whether any proxy wants a password. */
  boolean needsPassword() {
    return known.stream().anyMatch(proxy -> proxy.login().isPresent());
  }

  private static boolean isDirect(SourceOptions.Proxy proxy, String host) {
    return host != null
        && proxy.nonProxyHosts().stream()
            .anyMatch(
                pattern ->
                    Pattern.compile(
                            ("\\Q" + pattern.strip() + "\\E").replace("*", "\\E.*\\Q"),
                            Pattern.CASE_INSENSITIVE)
                        .matcher(host)
                        .matches());
  }
}
