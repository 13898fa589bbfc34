package io.github.baci.source.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HttpProxiesTest {
  @Test
  void proxiesComeFromTheSettingsOrElseTheEnvironment() {
    HttpProxies environment =
        new HttpProxies(
            List.of(),
            Map.of("HTTPS_PROXY", "http://u:p@proxy.test:3128", "no_proxy", ".corp.test,direct"));

    assertThat(environment.select(java.net.URI.create("https://x.test/")).get(0).address())
        .hasToString("proxy.test/<unresolved>:3128");
    assertThat(environment.select(java.net.URI.create("https://a.corp.test/")))
        .containsExactly(java.net.Proxy.NO_PROXY);
    assertThat(environment.select(java.net.URI.create("http://x.test/")))
        .containsExactly(java.net.Proxy.NO_PROXY);
    assertThat(environment.authenticator()).isPresent();
  }
}
