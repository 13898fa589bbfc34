package io.github.baci.source.aci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.aci.manifest.AciImage;
import io.github.baci.aci.types.AciName;
import io.github.baci.api.BaciException;
import io.github.baci.api.Platform;
import io.github.baci.testing.SampleAci;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AciDiscoveryTest extends AciDiscoveryFixture {
  private static SampleAci arm64() {
    SampleAci aci = app("example.com/dir/app");
    aci.manifest()
        .withArray("labels")
        .forEach(
            label -> {
              if (label.path("name").asText().equals("arch")) {
                ((com.fasterxml.jackson.databind.node.ObjectNode) label).put("value", "aarch64");
              }
            });
    return aci;
  }

  @Test
  void simpleDiscoveryAsksForTheNameItself() throws Exception {
    SampleAci aci = app("example.com/app");
    server.serve(APP, aci.gzip());

    AciImage image = find("example.com/app:1.0");

    assertThat(image.imageId()).hasToString(aci.imageId());
    assertThat(files(image)).containsExactly("app");
    assertThat(server.requests()).containsExactly("200 " + APP);
  }

  @Test
  void metaDiscoveryWalksUpTheName() throws Exception {
    server
        .fail("example.com/dir/app?ac-discovery=1", 404)
        .page("example.com/dir", "<html><head><title>nothing here</title></head></html>")
        .page(
            "example.com/",
            "<!DOCTYPE html><head><!-- <meta name='ac-discovery' content='example.com"
                + " https://no/{ext}'> --><META content='example.org"
                + " https://example.org/{name}.{ext}' name=ac-discovery />"
                + TEMPLATE)
        .serve(STORED, app("example.com/dir/app").gzip());

    assertThat(files(find("example.com/dir/app:1.0"))).containsExactly("app");
    assertThat(server.requests())
        .containsExactly(
            "404 example.com/dir/app-1.0-linux-amd64.aci",
            "404 example.com/dir/app?ac-discovery=1",
            "200 example.com/dir?ac-discovery=1",
            "200 example.com/?ac-discovery=1",
            "200 " + STORED);
  }

  @Test
  void labelsOfTheNameGoBeforeThePlatform() throws Exception {
    server
        .page("example.com/dir/app", TEMPLATE)
        .serve("storage.example.com/linux/aarch64/example.com/dir/app-1.0.aci", arm64().gzip());

    assertThat(find("example.com/dir/app:1.0,arch=aarch64").toImage(AMD64).platform())
        .isEqualTo(Platform.parse("linux/arm64"));
  }

  @Test
  void theTemplateWithMostLabelsIsTaken() throws Exception {
    String latest =
        "<meta name='ac-discovery' content='example.com"
            + " https://storage.example.com/{name}-newest.{ext}'>";
    server
        .page("example.com/dir/app", latest + TEMPLATE)
        .serve(STORED, app("example.com/dir/app").gzip())
        .serve(
            "storage.example.com/example.com/dir/app-newest.aci",
            app("example.com/dir/app").file("new", "").gzip());

    assertThat(files(find("example.com/dir/app:1.0"))).containsExactly("app");
    assertThat(files(find("example.com/dir/app"))).containsExactly("app", "new");
  }

  @Test
  void aVersionThatIsNotSaidIsTheLatest() throws Exception {
    server
        .page("example.com/dir/app", TEMPLATE)
        .serve(
            "storage.example.com/linux/amd64/example.com/dir/app-latest.aci",
            app("example.com/dir/app").gzip());

    assertThat(files(find("example.com/dir/app"))).containsExactly("app");
  }

  @Test
  void anImageOfAnotherNameIsRefused() {
    server.serve(APP, app("example.com/another").gzip());

    assertThatThrownBy(() -> find("example.com/app:1.0"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("https://" + APP + " is another image: example.com/another:1.0");
  }

  @Test
  void whatNoServerHasIsSaidWithAllThatWasAsked() {
    assertThatThrownBy(() -> find("example.com/app:1.0"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("no server has it: https://" + APP + ": the server answers HTTP 404")
        .hasMessageContaining("https://example.com/app?ac-discovery=1: the server answers HTTP 404")
        .hasMessageContaining("https://example.com?ac-discovery=1: the server answers HTTP 404");
  }

  @Test
  void aCircleOfRedirectsIsRefused() {
    server
        .redirect("example.com/app?ac-discovery=1", "https://storage.example.com/a")
        .redirect("storage.example.com/a", "https://example.com/app?ac-discovery=1");

    assertThatThrownBy(() -> find("example.com/app:1.0"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining(
            "https://example.com/app?ac-discovery=1: the server redirects in a circle");
  }

  @Test
  void aRedirectToPlainHttpIsRefused() {
    server.redirect(APP, "http://example.com/app.aci");

    assertThatThrownBy(() -> find("example.com/app:1.0"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("redirects from HTTPS to plain HTTP");
  }

  @Test
  void aServerWithAnUnknownCertificateIsNotBelieved() {
    server.serve(APP, app("example.com/app").gzip());

    assertThatThrownBy(
            () -> images(false, Optional.empty()).find(AciName.parse("example.com/app:1.0"), AMD64))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining(APP)
        .hasMessageContaining("certification path");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void serversAreAskedAgainAfterADay() throws Exception {
    server.serve(APP, app("example.com/app").gzip());
    find("example.com/app:1.0");
    find("example.com/app:1.0");
    assertThat(server.requests()).containsExactly("200 " + APP);
    now = now.plus(Duration.ofDays(2));

    find("example.com/app:1.0");
    assertThat(server.requests()).containsExactly("304 " + APP);
    now = now.plus(Duration.ofDays(2));
    server.serve(APP, app("example.com/app").file("new", "").gzip());

    assertThat(files(find("example.com/app:1.0"))).containsExactly("app", "new");
  }

  @Test
  void offlineWhatWasFetchedIsThere() throws Exception {
    server.serve(APP, app("example.com/app").gzip());
    AciImages offline = images(true, Optional.of(authority.client()));
    assertThatThrownBy(() -> offline.find(AciName.parse("example.com/app:1.0"), AMD64))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("offline");
    find("example.com/app:1.0");
    server.requests();

    assertThat(files(offline.find(AciName.parse("example.com/app:1.0"), AMD64)))
        .containsExactly("app");
    assertThat(server.requests()).isEmpty();
  }
}
