package io.github.baci.source.registry;

import io.github.baci.source.SourceOptions;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Chooses the proxy for a URL among those of the options. */
final class Proxies {
  private final List<SourceOptions.Proxy> proxies;

  Proxies(List<SourceOptions.Proxy> proxies) {
    this.proxies = proxies;
  }

  /** Returns the proxy for a URL; nothing leaves the choice to the JVM's own settings. */
  Optional<SourceOptions.Proxy> forUrl(URI url) {
    return proxies.stream()
        .filter(proxy -> proxy.scheme().equalsIgnoreCase(url.getScheme()))
        .filter(proxy -> proxy.nonProxyHosts().stream().noneMatch(host -> matches(host, url)))
        .findFirst();
  }

  private static boolean matches(String pattern, URI url) {
    String host = url.getHost();
    String regex = Pattern.quote(pattern.strip()).replace("*", "\\E.*\\Q");
    return host != null && Pattern.compile(regex, Pattern.CASE_INSENSITIVE).matcher(host).matches();
  }

  List<SourceOptions.Proxy> all() {
    return proxies;
  }
}
