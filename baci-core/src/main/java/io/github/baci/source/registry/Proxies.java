package io.github.baci.source.registry;

import io.github.baci.source.SourceOptions;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
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

  static Proxy toJava(SourceOptions.Proxy proxy) {
    return new Proxy(
        Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.host(), proxy.port()));
  }

  /** Returns the header that names and proves the user to a proxy, if it wants one. */
  static Optional<String> authorization(SourceOptions.Proxy proxy) {
    return proxy
        .username()
        .map(
            user ->
                "Basic "
                    + Base64.getEncoder()
                        .encodeToString(
                            (user + ":" + proxy.password().orElse(""))
                                .getBytes(StandardCharsets.UTF_8)));
  }
}
