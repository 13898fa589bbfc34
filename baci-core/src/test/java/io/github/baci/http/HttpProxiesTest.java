package io.github.baci.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.api.SourceOptions;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HttpProxiesTest {
  @Test
  void proxiesComeFromTheSettingsOrElseTheEnvironment() {
    HttpProxies environment =
        new HttpProxies(
            List.of(),
            Map.of("HTTPS_PROXY", "http://u:p@proxy.test:3128", "no_proxy", ".corp.test,direct"));

    assertThat(environment.of(URI.create("https://x.test/")))
        .hasValueSatisfying(
            proxy -> assertThat(proxy.host() + ":" + proxy.port()).isEqualTo("proxy.test:3128"));
    assertThat(environment.of(URI.create("https://a.corp.test/"))).isEmpty();
    assertThat(environment.of(URI.create("http://x.test/"))).isEmpty();
    assertThat(environment.needsPassword()).isTrue();
  }

  private static SourceOptions.Proxy proxy(String scheme, String host) {
    return new SourceOptions.Proxy(
        scheme, host, 3128, Optional.empty(), List.of("*.example.com", "localhost"));
  }

  @Test
  void hostsThatTheProxyDoesNotServeAreAskedDirectly() {
    HttpProxies proxies = new HttpProxies(List.of(proxy("https", "p")), Map.of());

    assertThat(proxies.of(URI.create("https://registry.test/v2/"))).isPresent();
    assertThat(proxies.of(URI.create("https://a.example.com/v2/"))).isEmpty();
    assertThat(proxies.of(URI.create("https://localhost:5000/v2/"))).isEmpty();
    assertThat(proxies.of(URI.create("http://registry.test/v2/"))).isEmpty();
  }

  @Test
  void aProxyOfTheSettingsForHttpServesHttpsTooAsInMaven() {
    HttpProxies one = new HttpProxies(List.of(proxy("http", "p")), Map.of());
    HttpProxies two =
        new HttpProxies(List.of(proxy("http", "p"), proxy("https", "secure")), Map.of());

    assertThat(one.of(URI.create("https://registry.test/v2/")))
        .map(each -> each.host())
        .contains("p");
    assertThat(one.of(URI.create("https://a.example.com/v2/"))).isEmpty();
    assertThat(two.of(URI.create("https://registry.test/v2/")))
        .map(each -> each.host())
        .contains("secure");
  }
}
