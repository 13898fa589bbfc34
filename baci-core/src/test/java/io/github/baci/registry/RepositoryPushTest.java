package io.github.baci.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.Digest;
import io.github.baci.api.SourceOptions.Credential;
import io.github.baci.http.HttpFailure;
import io.github.baci.oci.Descriptor;
import io.github.baci.oci.MediaTypes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pushes to a registry that fails, or asks for a token, as a test says. */
class RepositoryPushTest extends RepositoryFixture {
  private static final byte[] CONTENT = content(300_000);
  private final AtomicLong sent = new AtomicLong();

  private static byte[] content(int size) {
    byte[] content = new byte[size];
    new Random(1).nextBytes(content);
    return content;
  }

  private static Descriptor blob(byte[] content) {
    return new Descriptor(
        MediaTypes.OCI_LAYER_GZIP,
        Digest.sha256Of(content),
        content.length,
        List.of(),
        Map.of(),
        Optional.empty());
  }

  private boolean push(byte[] content, Optional<String> from)
      throws IOException, InterruptedException {
    return repository("app")
        .push(blob(content), () -> new ByteArrayInputStream(content), from, sent::addAndGet);
  }

  private void assertPushed(byte[] content) {
    assertThat(registry.blobs.get("app@" + Digest.sha256Of(content))).isEqualTo(content);
    assertThat(sent).hasValue(content.length);
  }

  @Test
  void aBlobIsSentInOneRequestToThePlaceThatTheRegistryNamesToTheLetter() throws Exception {
    assertThat(repository("app").has(blob(CONTENT))).isFalse();
    assertThat(push(CONTENT, Optional.empty())).isFalse();

    assertPushed(CONTENT);
    assertThat(repository("app").has(blob(CONTENT))).isTrue();
    assertThat(registry.asked("PUT "))
        .singleElement()
        .asString()
        .startsWith("PUT /v2/app/blobs/uploads/1?_state=a%2Bb%3D&digest=" + blob(CONTENT).digest());
  }

  @Test
  void whatTheRegistryIsTooBusyForIsSentAgain() throws Exception {
    registry.fault("PUT .*", 503, 2);

    push(CONTENT, Optional.empty());

    assertPushed(CONTENT);
    assertThat(pauses).containsExactly(Duration.ofMillis(500), Duration.ofSeconds(1));
  }

  @ParameterizedTest
  @ValueSource(ints = {405, 403, 400, 500, 501})
  void aRegistryThatRefusesHeadIsAskedByGet(int status) throws Exception {
    registry.fault("HEAD .*", status, 9);

    assertThat(repository("app").has(blob(CONTENT))).isFalse();
    registry.blobs.put("app@" + blob(CONTENT).digest(), CONTENT);
    assertThat(repository("app").has(blob(CONTENT))).isTrue();
  }

  @Test
  void aRegistryThatSaysNothingAboutBlobsGetsThem() throws Exception {
    registry.fault("(HEAD|GET) .*/blobs/.*", 405, 9);

    assertThat(repository("app").has(blob(CONTENT))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 405, 409, 422, 429, 500, 503})
  void aMountThatIsRefusedBecomesAnUpload(int status) throws Exception {
    registry.blobs.put("base@" + blob(CONTENT).digest(), CONTENT);
    registry.fault("POST .*mount=.*", status, 9);

    assertThat(push(CONTENT, Optional.of("base"))).isFalse();

    assertPushed(CONTENT);
  }

  @Test
  void aMountSendsNothing() throws Exception {
    registry.blobs.put("base@" + blob(CONTENT).digest(), CONTENT);

    assertThat(push(CONTENT, Optional.of("base"))).isTrue();

    assertThat(sent).hasValue(0);
    assertThat(registry.blobs).containsKey("app@" + blob(CONTENT).digest());
    assertThat(registry.asked("PUT ")).isEmpty();
  }

  @Test
  void aMountIsAskedForWithATokenForBothRepositories() throws Exception {
    registry.login = Optional.of("u:p");
    options = options(Map.of(registry.host(), new Credential("u", "p", "here")));
    registry.blobs.put("base@" + blob(CONTENT).digest(), CONTENT);

    assertThat(push(CONTENT, Optional.of("base"))).isTrue();

    assertThat(registry.asked("GET /token"))
        .anySatisfy(
            request ->
                assertThat(request)
                    .contains("scope=repository:app:pull,push&scope=repository:base:pull"));
  }

  @Test
  void aTokenServerThatGrantsNoSecondRepositoryCostsTheMountAlone() throws Exception {
    registry.login = Optional.of("u:p");
    options = options(Map.of(registry.host(), new Credential("u", "p", "here")));
    registry.fault("GET /token.*base.*", 403, 9);

    assertThat(push(CONTENT, Optional.of("base"))).isFalse();

    assertPushed(CONTENT);
  }

  @Test
  void aRegistryThatTakesNoBlobInOneRequestGetsItStreamed() throws Exception {
    registry.fault(
        "PUT .*",
        (exchange, body) -> {
          if (body.length == 0) {
            return false;
          }
          PlayedRegistry.error(exchange, 405, "UNSUPPORTED", "no");
          return true;
        });

    push(CONTENT, Optional.empty());

    assertPushed(CONTENT);
    assertThat(registry.asked("PATCH ")).hasSize(1);
  }

  @Test
  void whatIsTooLargeForAProxyIsSentInPieces() throws Exception {
    byte[] large = content(12 << 20);
    registry.fault(
        "(PUT|PATCH) .*",
        (exchange, body) -> {
          if (body.length <= 6 << 20) {
            return false;
          }
          PlayedRegistry.send(exchange, 413, "<html>Request Entity Too Large</html>");
          return true;
        });

    push(large, Optional.empty());

    assertPushed(large);
    assertThat(registry.asked("PATCH ")).hasSize(3);
  }

  @Test
  void theManifestIsSentByteForByte() throws Exception {
    byte[] manifest = "{ \"odd\" :  [1,2 ], \"é\":\"\\u00e9\" }".getBytes(StandardCharsets.UTF_8);

    repository("app").manifest(manifest, MediaTypes.OCI_MANIFEST, "1");

    assertThat(registry.manifests.get("app:1")).isEqualTo(manifest);
  }

  @Test
  void aRegistryThatKeepsAnotherManifestIsFoundOut() {
    registry.fault(
        "PUT .*",
        (exchange, body) -> {
          exchange
              .getResponseHeaders()
              .set("Docker-Content-Digest", Digest.sha256Of(new byte[0]).toString());
          exchange.sendResponseHeaders(201, -1);
          return true;
        });

    assertThatThrownBy(
            () -> repository("app").manifest(new byte[] {1}, MediaTypes.OCI_MANIFEST, "1"))
        .isInstanceOf(HttpFailure.class)
        .hasMessageContaining("keeps another manifest");
  }

  @Test
  void noBlobIsSentElsewhereOverPlainHttp() {
    registry.fault(
        "POST .*",
        (exchange, body) -> {
          exchange.getResponseHeaders().set("Location", "http://192.0.2.1/v2/app/blobs/uploads/1");
          exchange.sendResponseHeaders(202, -1);
          return true;
        });

    assertThatThrownBy(() -> push(CONTENT, Optional.empty()))
        .isInstanceOf(HttpFailure.class)
        .hasMessageContaining("http://192.0.2.1/v2/app/blobs/uploads/1")
        .hasMessageContaining("insecure registry");
  }

  @Test
  void anUploadToAnotherServerGoesWithoutTheLogin() throws Exception {
    registry.login = Optional.of("u:p");
    options = options(Map.of(registry.host(), new Credential("u", "p", "here")));
    try (PlayedRegistry storage = new PlayedRegistry()) {
      registry.fault(
          "POST .*",
          (exchange, body) -> {
            if (exchange.getRequestHeaders().getFirst("Authorization") == null) {
              return false;
            }
            exchange
                .getResponseHeaders()
                .set("Location", "http://" + storage.host() + "/v2/app/blobs/uploads/9");
            exchange.sendResponseHeaders(202, -1);
            return true;
          });

      push(CONTENT, Optional.empty());

      assertThat(storage.logins("PUT ")).containsExactly("-");
      assertThat(storage.blobs).hasSize(1);
    }
  }
}
