package io.github.baci.source.aci;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.api.AcIdentifier;
import io.github.baci.discovery.UrlTemplate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The page that {@code baci:discovery} writes, read as {@code FROM aci://NAME} reads pages. */
class WrittenPageTest {
  private static final String TEMPLATE = "https://repo.example.com/{version}/app-{version}.{ext}";
  private static final String KEY = "https://example.com/key.asc?a=1&b=2";

  @Test
  void whatIsWrittenIsRead() {
    AcIdentifier name = new AcIdentifier("example.com/app");
    var written = new io.github.baci.discovery.DiscoveryPage(List.of(KEY));
    written.add(name, new UrlTemplate(TEMPLATE));

    DiscoveryMeta read = DiscoveryMeta.parse(written.toHtml());

    assertThat(read.templates())
        .containsExactly(new DiscoveryMeta.Entry("example.com/app", TEMPLATE));
    assertThat(read.publicKeys()).containsExactly(new DiscoveryMeta.Entry("example.com", KEY));
    assertThat(read.bestTemplates(name, Map.of("version", "1.2")))
        .containsExactly("https://repo.example.com/1.2/app-1.2.{ext}");
  }
}
