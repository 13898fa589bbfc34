package io.github.baci.build.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.baci.api.BaciException;
import io.github.baci.api.Digest;
import io.github.baci.api.SourceOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UrlFilesTest extends CopyFixture {
  private static final String BODY = "the file";

  private HttpServer server;
  private UrlFiles urls;
  private String base;
  private final Deque<Integer> failures = new ArrayDeque<>();
  private final List<String> conditions = new ArrayList<>();

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    base = "http://127.0.0.1:" + server.getAddress().getPort();
    urls = urls(SourceOptions.DEFAULT);
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private UrlFiles urls(SourceOptions options) {
    return new UrlFiles(store, options, Duration.ofMillis(1));
  }

  private void answer(HttpExchange exchange) throws IOException {
    String condition = exchange.getRequestHeaders().getFirst("If-None-Match");
    conditions.add(String.valueOf(condition));
    byte[] body = BODY.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("ETag", "\"v1\"");
    exchange.getResponseHeaders().add("Last-Modified", "Sat, 03 Feb 2001 04:05:06 GMT");
    if (!failures.isEmpty()) {
      exchange.getResponseHeaders().add("Retry-After", "0");
      exchange.sendResponseHeaders(failures.remove(), -1);
    } else if (exchange.getRequestURI().getPath().contains("missing")) {
      exchange.sendResponseHeaders(404, -1);
    } else if ("\"v1\"".equals(condition)) {
      exchange.sendResponseHeaders(304, -1);
    } else {
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  private UrlFile fetch(String path) throws InterruptedException {
    return urls.fetch(base + path, Optional.empty());
  }

  @Test
  void aFileHasTheNameAndTimeThatTheServerGives() throws Exception {
    UrlFile file = fetch("/dir/a%20b.txt?x=1");

    assertThat(file.name()).isEqualTo("a b.txt");
    assertThat(file.lastModified().orElseThrow().toInstant()).isEqualTo("2001-02-03T04:05:06Z");
    assertThat(Files.readString(file.file())).isEqualTo(BODY);
    assertThat(fetch("/").name()).isEqualTo("__unnamed__");
  }

  @Test
  void aFileThatIsCurrentIsNotSentAgain() throws Exception {
    fetch("/f");
    UrlFile second = fetch("/f");

    assertThat(conditions).containsExactly("null", "\"v1\"");
    assertThat(Files.readString(second.file())).isEqualTo(BODY);
  }

  @Test
  void serversThatAreBusyAreAskedAgain() throws Exception {
    failures.add(503);
    failures.add(429);

    assertThat(fetch("/f").digest())
        .isEqualTo(Digest.sha256Of(BODY.getBytes(StandardCharsets.UTF_8)));
    assertThat(conditions).hasSize(3);
  }

  @Test
  void aServerThatStaysBrokenIsNamed() {
    failures.addAll(List.of(500, 500, 500, 500, 500));

    assertThatThrownBy(() -> fetch("/f"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining(base + "/f")
        .hasMessageContaining("HTTP 500 (after 5 attempts)");
  }

  @Test
  void aMissingFileIsNotAskedForAgain() {
    assertThatThrownBy(() -> fetch("/missing"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("HTTP 404");
    assertThat(conditions).hasSize(1);
  }

  @Test
  void aChecksumIsChecked() throws Exception {
    Digest right = Digest.sha256Of(BODY.getBytes(StandardCharsets.UTF_8));
    urls.fetch(base + "/f", Optional.of(right.toString()));
    urls.fetch(base + "/f", Optional.of(right.toString()));

    assertThat(conditions).hasSize(1);
    assertThatThrownBy(
            () -> urls.fetch(base + "/f", Optional.of(Digest.sha256Of(new byte[0]).toString())))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("digest mismatch " + right);
  }

  @Test
  void offlineOnlyWhatWasFetchedIsThere() throws Exception {
    SourceOptions base0 = SourceOptions.DEFAULT;
    UrlFiles offline = urls(base0.toBuilder().offline(true).build());
    assertThatThrownBy(() -> offline.fetch(base + "/f", Optional.empty()))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("offline");

    fetch("/f");

    assertThat(offline.fetch(base + "/f", Optional.empty()).name()).isEqualTo("f");
  }

  @Test
  void aPortThatThereIsNotIsNotTried() {
    assertThatThrownBy(() -> urls.fetch("http://127.0.0.1:99999/x", Optional.empty()))
        .isInstanceOf(BaciException.class)
        .hasMessage("ADD http://127.0.0.1:99999/x: there is no port 99999; ports go up to 65535");
  }
}
