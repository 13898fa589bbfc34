package io.github.baci.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.AcIdentifier;
import io.github.baci.api.BaciException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiscoveryPageTest {
  private static final String TEMPLATE = "https://repo.example.com/{version}/app-{version}.{ext}";

  private static DiscoveryPage page(String... keys) {
    return new DiscoveryPage(List.of(keys));
  }

  private static void add(DiscoveryPage page, String name, String template) {
    page.add(new AcIdentifier(name), new UrlTemplate(template));
  }

  @Test
  void anImageIsAMetaElementWithPrefixAndTemplate() {
    DiscoveryPage page = page();
    add(page, "example.com/app", TEMPLATE);
    assertThat(page.toHtml())
        .contains("<meta name=\"ac-discovery\" content=\"example.com/app " + TEMPLATE + "\">\n")
        .doesNotContain("pubkeys");
  }

  @Test
  void theLongerOfTwoNamesWithOneBeginningStandsFirst() {
    DiscoveryPage page = page();
    add(page, "example.com/app", "https://example.com/a.{ext}");
    add(page, "example.com/app-extra", "https://example.com/b.{ext}");
    assertThat(page.toHtml().indexOf("/b.{ext}")).isLessThan(page.toHtml().indexOf("/a.{ext}"));
  }

  @Test
  void keysAreForTheHostsOfTheNames() {
    DiscoveryPage page = page("https://example.com/a.asc", "https://example.com/b.asc?x=1&y=2");
    add(page, "example.com/app", TEMPLATE);
    add(page, "example.com/web", TEMPLATE);
    assertThat(page.toHtml().lines().filter(line -> line.contains("pubkeys")))
        .containsExactly(
            "<meta name=\"ac-discovery-pubkeys\" content=\"example.com"
                + " https://example.com/a.asc\">",
            "<meta name=\"ac-discovery-pubkeys\" content=\"example.com"
                + " https://example.com/b.asc?x=1&amp;y=2\">");
  }

  @Test
  void aNameMayHaveSeveralPlacesAndEachStandsOnce() {
    DiscoveryPage page = page();
    add(page, "example.com/app", "https://b.example.com/{os}-{arch}.{ext}");
    add(page, "example.com/app", TEMPLATE);
    add(page, "example.com/app", TEMPLATE);
    assertThat(page.toHtml().lines().filter(line -> line.contains("ac-discovery"))).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          https://example.com/app.aci                | {ext} is missing
          https://example.com/{Version}.{ext}        | 'Version' is not the name of a label
          https://example.com/{version.{ext}         | a brace has no partner
          file:///srv/{version}.{ext}                | it must begin with https://
          releases/{version}.{ext}                   | it must begin with https://
          https://example.com/my images/{name}.{ext} | it is no URL
          """)
  void whatNoClientCouldUseIsRefused(String template, String reason) {
    assertThatThrownBy(() -> new UrlTemplate(template))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("'" + template + "' cannot stand on a discovery page")
        .hasMessageContaining(reason);
  }

  @Test
  void aKeyIsAnUrl() {
    assertThatThrownBy(() -> page("keys/release.asc"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("keys/release.asc");
  }
}
