package io.github.baci.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.Digest;
import io.github.baci.http.HttpFailure;
import io.github.baci.oci.Descriptor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pulls from a registry that answers as a test says. */
class RepositoryPullTest extends RepositoryFixture {
  private static final byte[] MANIFEST = "{\"schemaVersion\":2}".getBytes(UTF_8);

  /** Keeps what it gets. */
  private static final class Kept implements BlobSink {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public long received() {
      return bytes.size();
    }

    @Override
    public void take(byte[] part, int offset, int length) {
      bytes.write(part, offset, length);
    }
  }

  private static Descriptor descriptor(byte[] content, String... urls) {
    return new Descriptor(
        "", Digest.sha256Of(content), content.length, List.of(urls), Map.of(), Optional.empty());
  }

  private void assertFails(String repository, String message) {
    assertThatThrownBy(() -> repository(repository).manifest("1"))
        .isInstanceOf(HttpFailure.class)
        .hasMessageStartingWith(message);
  }

  @ParameterizedTest
  @CsvSource({
    "429, rate limit",
    "500, server fault",
    "503, server fault",
    "401, refused",
    "403, refused",
    "404, unknown name",
    "400, failed"
  })
  void aFailureBeginsWithWhatHappened(int status, String words) {
    registry.fault("GET .*", status, 99);

    assertFails(
        "app",
        "%s: http://%s/v2/app/manifests/1 answers %d (X: as the test wants it)"
            .formatted(words, registry.host(), status));
  }

  @Test
  void aRateLimitThatIsTooLongToWaitForIsTold() {
    registry.fault("GET .*", 429, 99, "Retry-After", "21600");

    assertThatThrownBy(() -> repository("app").manifest("1"))
        .hasMessageStartingWith("rate limit: ")
        .hasMessageEndingWith("; it asks to be left alone for 6 h");
    assertThat(pauses).isEmpty();
  }

  @Test
  void anAnswerInPlaceOfARegistryIsTamedAndShortened() {
    registry.fault(
        "GET .*",
        (exchange, body) -> {
          PlayedRegistry.send(
              exchange,
              400,
              "{\"errors\":[{\"code\":\"A\",\"message\":\"\\u001b[31m"
                  + "x".repeat(9000)
                  + "\"}]}");
          return true;
        });

    assertThatThrownBy(() -> repository("app").manifest("1"))
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(500).doesNotContain("\u001b"));
  }

  @Test
  void aRegistryOnThisMachineThatAnswers400IsToldAsThat() {
    registry.fault(
        "GET .*",
        (exchange, body) -> {
          PlayedRegistry.send(exchange, 400, "what do you want");
          return true;
        });

    assertFails(
        "app",
        "failed: http://%s/v2/app/manifests/1 answers 400 (what do you want)"
            .formatted(registry.host()));
  }

  @Test
  void aTagThatComesWithTheDigestOfSomethingElseIsRefused() {
    registry.manifests.put("app:1", MANIFEST);
    registry.fault(
        "GET .*",
        (exchange, body) -> {
          exchange
              .getResponseHeaders()
              .set("Docker-Content-Digest", Digest.sha256Of(new byte[0]).toString());
          PlayedRegistry.send(exchange, 200, MANIFEST);
          return true;
        });

    assertFails("app", "wrong answer: ");
  }

  @Test
  void aManifestHasALimit() {
    registry.manifests.put("app:1", new byte[(4 << 20) + 1]);

    assertFails("app", "wrong answer: ");
  }

  @Test
  void aDigestOfSha512IsChecked() throws Exception {
    Digest digest = Digest.sha512(Digest.Algorithm.SHA512.newMessageDigest().digest(MANIFEST));
    registry.manifests.put("app@" + digest, MANIFEST);
    registry.manifests.put("bad@" + digest, new byte[] {1});
    byte[] content = {1, 2, 3};
    Digest blob = Digest.sha512(Digest.Algorithm.SHA512.newMessageDigest().digest(content));
    registry.blobs.put("app@" + blob, content);

    assertThat(repository("app").manifest(digest.toString()).bytes()).isEqualTo(MANIFEST);
    assertThatThrownBy(() -> repository("bad").manifest(digest.toString()))
        .hasMessageStartingWith("wrong answer: ");
    assertThat(
            repository("app")
                .bytes(new Descriptor("", blob, 3, List.of(), Map.of(), Optional.empty())))
        .isEqualTo(content);
  }

  @Test
  void aCutBlobGoesOnWhereItWasCut() throws Exception {
    byte[] content = new byte[3_000_000];
    new Random(1).nextBytes(content);
    AtomicInteger cuts = new AtomicInteger(8);
    registry.fault(
        "GET .*/blobs/.*",
        (exchange, body) -> {
          String range = exchange.getRequestHeaders().getFirst("Range");
          int start = range == null ? 0 : Integer.parseInt(range.replaceAll("[^0-9]", ""));
          int end =
              cuts.getAndDecrement() > 0
                  ? Math.min(content.length, start + 300_000)
                  : content.length;
          exchange
              .getResponseHeaders()
              .set(
                  "Content-Range",
                  "bytes " + start + "-" + (content.length - 1) + "/" + content.length);
          exchange.sendResponseHeaders(range == null ? 200 : 206, content.length - start);
          exchange.getResponseBody().write(content, start, end - start);
          exchange.getResponseBody().flush();
          return true;
        });
    Kept kept = new Kept();

    repository("app").blob(descriptor(content), kept);

    assertThat(kept.bytes.toByteArray()).isEqualTo(content);
    // Five attempts in a row would not do; what came in between counts.
    assertThat(registry.requests).hasSize(9);
  }

  @Test
  void aRegistryThatGivesAnotherPartIsAskedForTheWhole() throws Exception {
    byte[] content = new byte[100_000];
    new Random(1).nextBytes(content);
    AtomicInteger asked = new AtomicInteger();
    registry.fault(
        "GET .*/blobs/.*",
        (exchange, body) -> {
          int number = asked.incrementAndGet();
          exchange.getResponseHeaders().set("Content-Range", "bytes 0-1/2");
          exchange.sendResponseHeaders(number == 2 ? 206 : 200, content.length);
          exchange
              .getResponseBody()
              .write(content, 0, number == 1 ? content.length / 2 : content.length);
          exchange.getResponseBody().flush();
          return true;
        });
    Kept kept = new Kept();

    repository("app").blob(descriptor(content), kept);

    assertThat(kept.bytes.toByteArray()).isEqualTo(content);
  }

  @Test
  void aBlobLargerThanItsDescriptorIsCutOff() {
    byte[] content = new byte[1000];
    Descriptor small =
        new Descriptor("", Digest.sha256Of(content), 10, List.of(), Map.of(), Optional.empty());
    registry.blobs.put("app@" + small.digest(), content);

    assertThatThrownBy(() -> repository("app").blob(small, new Kept()))
        .hasMessageContaining("more than the 10 bytes");
  }

  @Test
  void aForeignLayerIsTakenFromTheFirstPlaceThatGivesIt() throws Exception {
    byte[] content = {1, 2, 3};
    registry.blobs.put("elsewhere@" + Digest.sha256Of(content), content);
    String place = "http://" + registry.host() + "/v2/elsewhere/blobs/" + Digest.sha256Of(content);
    Kept kept = new Kept();

    repository("app").blob(descriptor(content, "no url", place), kept);

    assertThat(kept.bytes.toByteArray()).isEqualTo(content);
  }

  @Test
  void aServerThatHangsUpIsAskedAgain() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    try (ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      var unused =
          CompletableFuture.runAsync(
              () -> {
                try {
                  while (true) {
                    Socket socket = listening.accept();
                    socket.close();
                    calls.incrementAndGet();
                  }
                } catch (IOException e) {
                  // The test has ended.
                }
              });

      assertThatThrownBy(() -> open("127.0.0.1:" + listening.getLocalPort() + "/app").manifest("1"))
          .isInstanceOf(HttpFailure.class)
          .hasMessageStartingWith("connection broken: http://127.0.0.1:")
          .hasMessageEndingWith("(after 5 attempts)");
    }
    assertThat(calls).hasValueGreaterThanOrEqualTo(5);
    assertThat(pauses).hasSize(4).startsWith(Duration.ofMillis(500));
  }
}
