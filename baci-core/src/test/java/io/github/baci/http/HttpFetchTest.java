package io.github.baci.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpFetchTest {
  private final List<String> logins = new ArrayList<>();
  private HttpServer server;
  private int port;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    port = server.getAddress().getPort();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    logins.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
    String location =
        switch (path) {
          case "/one" -> "two";
          case "/two" -> "/file";
          case "/round" -> "/about";
          case "/about" -> "/round";
          case "/other" -> "http://localhost:" + port + "/file";
          case "/strange" -> "ftp://localhost/file";
          default -> path.matches("/[0-9]+") ? "/" + (Integer.parseInt(path.substring(1)) + 1) : "";
        };
    byte[] body = "the file".getBytes(UTF_8);
    if (!location.isEmpty()) {
      exchange.getResponseHeaders().add("Location", location);
      exchange.sendResponseHeaders(302, -1);
      exchange.close();
    } else if (path.equals("/stalls-once") && logins.size() == 1) {
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body, 0, 3);
      exchange.getResponseBody().flush();
      // The rest never comes; the exchange stays open.
    } else {
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    }
  }

  private String get(String url) throws Exception {
    HttpFetch http = new HttpFetch(new HttpFetch.Settings(List.of(), Duration.ofMillis(1)));
    return http.get(
            URI.create(url),
            CacheValidators.NONE,
            answer -> new String(answer.body().readAllBytes(), UTF_8))
        .orElseThrow();
  }

  @Test
  void redirectsAreFollowed() throws Exception {
    assertThat(get("http://127.0.0.1:" + port + "/one")).isEqualTo("the file");
  }

  @Test
  void aCircleOfRedirectsIsRefusedAtOnce() {
    assertThatThrownBy(() -> get("http://127.0.0.1:" + port + "/round"))
        .isInstanceOf(HttpFailure.class)
        .hasMessageContaining("redirects in a circle, again to http://127.0.0.1:")
        .hasMessageEndingWith("/round");
    assertThat(logins).hasSize(2);
  }

  @Test
  void redirectsWithoutAnEndAreRefused() {
    assertThatThrownBy(() -> get("http://127.0.0.1:" + port + "/1"))
        .isInstanceOf(HttpFailure.class)
        .hasMessageContaining("redirects more than 10 times");
  }

  @Test
  void aRedirectToSomethingElseIsRefused() {
    assertThatThrownBy(() -> get("http://127.0.0.1:" + port + "/strange"))
        .isInstanceOf(HttpFailure.class)
        .hasMessageContaining("ftp://localhost/file");
  }

  @Test
  void aLoginIsForItsOwnServerAlone() throws Exception {
    get("http://jo:secret@127.0.0.1:" + port + "/one");
    assertThat(logins).hasSize(3).allMatch(login -> login.startsWith("Basic "));
    logins.clear();

    get("http://jo:secret@127.0.0.1:" + port + "/other");

    assertThat(logins).hasSize(2);
    assertThat(logins.get(1)).isEqualTo("null");
  }

  @Test
  void plainHttpIsAskedOnlyWhereItIsAllowed() {
    HttpFetch http =
        new HttpFetch(
            new HttpFetch.Settings(
                List.of(),
                url -> false,
                url -> Optional.empty(),
                Duration.ofMillis(1),
                HttpFetch.Settings.STALL,
                Optional.empty()));

    assertThatThrownBy(
            () ->
                http.get(
                    URI.create("http://127.0.0.1:" + port + "/file"),
                    CacheValidators.NONE,
                    answer -> ""))
        .isInstanceOf(HttpFailure.class)
        .hasMessageContaining("allow '127.0.0.1:" + port + "' as an insecure registry");
    assertThat(logins).isEmpty();
  }

  @Test
  void aServerThatStopsInTheMiddleIsAskedAgain() throws Exception {
    HttpFetch http =
        new HttpFetch(
            new HttpFetch.Settings(
                List.of(),
                url -> true,
                url -> Optional.empty(),
                Duration.ofMillis(1),
                Duration.ofMillis(300),
                Optional.empty()));

    assertThat(
            http.get(
                URI.create("http://127.0.0.1:" + port + "/stalls-once"),
                CacheValidators.NONE,
                answer -> new String(answer.body().readAllBytes(), UTF_8)))
        .contains("the file");
    assertThat(logins).hasSize(2);
  }

  @Test
  void anUnknownHostIsNotAskedAgain() {
    long start = System.nanoTime();
    HttpFetch slow = new HttpFetch(new HttpFetch.Settings(List.of(), Duration.ofMinutes(1)));

    assertThatThrownBy(
            () -> slow.get(URI.create("http://baci.invalid/"), CacheValidators.NONE, answer -> ""))
        .isInstanceOf(HttpFailure.class)
        .hasMessage("unknown host: the name 'baci.invalid' is not known");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(40));
  }
}
