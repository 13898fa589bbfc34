package io.github.baci.source.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.baci.BuildListener;
import io.github.baci.oci.Descriptor;
import io.github.baci.oci.MediaTypes;
import io.github.baci.source.SourceOptions;
import io.github.baci.store.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pushes to a registry in this process that fails, or asks for a token, as a test says. */
class RegistryUploadTest {
  private static final byte[] CONTENT = new byte[300_000];
  private static final Descriptor BLOB = blob(CONTENT);

  @TempDir private Path home;
  private final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, byte[]> stored = new ConcurrentHashMap<>();
  private final AtomicInteger failures = new AtomicInteger();
  private boolean token;
  private String elsewhere = "";
  private HttpServer server;

  static {
    new Random(1).nextBytes(CONTENT);
  }

  private static Descriptor blob(byte[] content) {
    new Random(1).nextBytes(content);
    return new Descriptor(
        MediaTypes.OCI_LAYER_GZIP,
        Digest.sha256Of(content),
        content.length,
        List.of(),
        Map.of(),
        Optional.empty());
  }

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  private RegistryUpload upload() {
    return new Registries(
            SourceOptions.DEFAULT, Map.of(), home, new Retry(pauses::add, BuildListener.SILENT))
        .openForPush(RegistryName.parse(host() + "/app:1"));
  }

  private boolean push(AtomicLong sent) throws IOException, InterruptedException {
    return upload()
        .push(BLOB, () -> new ByteArrayInputStream(CONTENT), Optional.empty(), sent::addAndGet);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().toString();
      String method = exchange.getRequestMethod();
      requests.add(method + " " + path);
      if (path.startsWith("/token")) {
        answer(exchange, 200, "{\"token\": \"t\"}");
        return;
      }
      if (token && !"Bearer t".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        exchange
            .getResponseHeaders()
            .set(
                "WWW-Authenticate",
                "Bearer realm=\"http://%s/token\",service=\"test\"".formatted(host()));
        answer(exchange, 401, "{\"errors\":[]}");
        return;
      }
      switch (method) {
        case "HEAD" -> {
          byte[] there = stored.get(lastOf(path));
          if (there != null) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(there.length));
          }
          exchange.sendResponseHeaders(there == null ? 404 : 200, -1);
        }
        case "POST" -> {
          exchange.getResponseHeaders().set("Location", elsewhere + "/v2/app/blobs/uploads/1");
          exchange.sendResponseHeaders(202, -1);
        }
        case "PATCH" -> patch(exchange);
        default -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          stored.put(path.contains("digest=") ? "committed" : lastOf(path), body);
          exchange.sendResponseHeaders(201, -1);
        }
      }
    }
  }

  private void patch(HttpExchange exchange) throws IOException {
    if (failures.getAndDecrement() > 0) {
      exchange.getRequestBody().readNBytes(100_000);
      answer(exchange, 503, "busy");
      return;
    }
    stored.put(BLOB.digest().toString(), exchange.getRequestBody().readAllBytes());
    exchange.getResponseHeaders().set("Location", "/v2/app/blobs/uploads/1?state=2");
    exchange.sendResponseHeaders(202, -1);
  }

  private static String lastOf(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  @Test
  void aBlobIsSentWholeAndCommittedByItsDigest() throws Exception {
    AtomicLong sent = new AtomicLong();

    assertThat(upload().has(BLOB)).isFalse();
    assertThat(push(sent)).isFalse();

    assertThat(stored.get(BLOB.digest().toString())).isEqualTo(CONTENT);
    assertThat(sent).hasValue(CONTENT.length);
    assertThat(requests)
        .anySatisfy(
            request ->
                assertThat(request)
                    .startsWith("PUT /v2/app/blobs/uploads/1?")
                    .contains("state=2")
                    .contains("digest=" + BLOB.digest().toString()));
    assertThat(upload().has(BLOB)).isTrue();
  }

  @Test
  void whatTheRegistryIsTooBusyForIsSentAgain() throws Exception {
    failures.set(2);
    AtomicLong sent = new AtomicLong();

    push(sent);

    assertThat(stored.get(BLOB.digest().toString())).isEqualTo(CONTENT);
    assertThat(sent).hasValue(CONTENT.length);
    assertThat(pauses).containsExactly(Duration.ofMillis(500), Duration.ofSeconds(1));
  }

  @Test
  void theTokenIsOneThatMayPush() throws Exception {
    token = true;

    push(new AtomicLong());

    assertThat(requests)
        .anySatisfy(
            request ->
                assertThat(request)
                    .startsWith("GET /token")
                    .contains("scope=repository:app:pull,push"));
    assertThat(stored.get(BLOB.digest().toString())).isEqualTo(CONTENT);
  }

  @Test
  void theManifestIsSentByteForByte() throws Exception {
    byte[] manifest = "{ \"odd\" :  [1,2 ], \"é\":\"\\u00e9\" }".getBytes(StandardCharsets.UTF_8);

    upload().manifest(manifest, MediaTypes.OCI_MANIFEST, "1");

    assertThat(stored.get("1")).isEqualTo(manifest);
  }

  @Test
  void noBlobIsSentElsewhereOverPlainHttp() {
    elsewhere = "http://192.0.2.1";

    assertThatThrownBy(() -> push(new AtomicLong()))
        .isInstanceOf(RegistryFailure.class)
        .hasMessageContaining("http://192.0.2.1/v2/app/blobs/uploads/1")
        .hasMessageContaining("insecure registry");
  }
}
