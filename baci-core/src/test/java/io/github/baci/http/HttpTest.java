package io.github.baci.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.github.baci.api.SourceOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Asks servers and proxies that are played by sockets in this process. */
@Timeout(60)
class HttpTest {

  private static SourceOptions.Proxy proxy(String scheme, int port) {
    return new SourceOptions.Proxy(
        scheme,
        "127.0.0.1",
        port,
        Optional.of(new SourceOptions.Credential("me", "secret", "a test")),
        List.of());
  }

  private static Http http(List<SourceOptions.Proxy> proxies, Duration stall) {
    return new Http(
        Http.Settings.of(proxies, Map.of()).withPatience(Duration.ofSeconds(10), stall));
  }

  private static void ask(SourceOptions.Proxy proxy, String url) throws Exception {
    http(List.of(proxy), Duration.ofSeconds(20)).ask(HttpQuestion.get(URI.create(url))).close();
  }

  /** Asks in a JVM of its own, because the JDK reads once what it may send to proxies. */
  public static void main(String[] args) throws Exception {
    try {
      ask(proxy("https", Integer.parseInt(args[0])), "https://registry.invalid/v2/");
    } catch (HttpFailure e) {
      System.out.println(e.kind() + " " + e.getMessage());
    }
  }

  @Test
  void plainRequestsGoThroughTheProxyWithItsPassword() throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          seen.add(
              exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Proxy-Authorization"));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    try {
      ask(proxy("http", server.getAddress().getPort()), "http://registry.invalid/v2/");

      assertThat(seen).containsExactly("http://registry.invalid/v2/ Basic bWU6c2VjcmV0");
    } finally {
      server.stop(0);
    }
  }

  /** To read the JVM's certificates costs more than most requests. */
  @Test
  void plainRequestsReadNoCertificates() throws Exception {
    SSLContext unusable = new SSLContext(null, null, "none") {};
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("Location", "https://registry.invalid/");
          exchange.sendResponseHeaders(
              exchange.getRequestURI().getPath().equals("/away") ? 302 : 204, -1);
          exchange.close();
        });
    server.start();
    try {
      Http http = new Http(Http.Settings.of(List.of(), Map.of()).withTls(unusable));
      String url = "http://127.0.0.1:" + server.getAddress().getPort();
      try (HttpAnswer answer = http.ask(HttpQuestion.get(URI.create(url)))) {
        assertThat(answer.status()).isEqualTo(204);
      }
      assertThatThrownBy(() -> http.ask(HttpQuestion.get(URI.create(url + "/away"))))
          .as("the context that was given is that of HTTPS")
          .isInstanceOf(NullPointerException.class);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aTunnelIsAskedForWithThePassword() throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<List<String>> heads =
          answer(listening, "HTTP/1.1 200 OK\r\n\r\n", "this is not TLS, but a text");
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty(
                      "surefire.test.class.path", System.getProperty("java.class.path")),
                  HttpTest.class.getName(),
                  Integer.toString(listening.getLocalPort()))
              .redirectErrorStream(true)
              .start();
      try (InputStream out = process.getInputStream()) {
        assertThat(new String(out.readAllBytes(), UTF_8))
            .startsWith("TLS no TLS: registry.invalid");
      }
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(heads.get())
          .filteredOn(line -> line.startsWith("CONNECT") || line.startsWith("Proxy-Auth"))
          .containsExactly(
              "CONNECT registry.invalid:443 HTTP/1.1", "Proxy-Authorization: Basic bWU6c2VjcmV0");
    }
  }

  @Test
  void aProxyThatRefusesIsNamed() throws Exception {
    for (String status : List.of("407 Proxy Authentication Required", "403 Forbidden")) {
      try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        var unused =
            answer(
                listening,
                "HTTP/1.1 " + status + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

        assertThatThrownBy(
                () -> ask(proxy("https", listening.getLocalPort()), "https://registry.invalid/v2/"))
            .isInstanceOf(HttpFailure.class)
            .hasMessageStartingWith(
                "proxy refuses: the proxy 127.0.0.1:" + listening.getLocalPort())
            .hasMessageContaining(status.substring(0, 3));
      }
    }
  }

  @Test
  void aServerThatDoesNotAnswerIsGivenUp() throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Http http =
          new Http(
              Http.Settings.of(List.of(), Map.of())
                  .withPatience(Duration.ofMillis(200), Duration.ofMillis(200)));

      assertThatThrownBy(() -> http.ask(HttpQuestion.get(url(listening))))
          .isInstanceOf(HttpFailure.class)
          .hasMessageStartingWith("stalled: the server does not answer");
    }
  }

  @Test
  void aBodyThatStopsFailsAndOneThatIsCutSaysWhere() throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Socket> open =
          hold(listening, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc");
      HttpAnswer answer =
          http(List.of(), Duration.ofMillis(300)).ask(HttpQuestion.get(url(listening)));

      assertThatThrownBy(() -> answer.body().readAllBytes())
          .isInstanceOf(HttpFailure.class)
          .hasMessageStartingWith("stalled: the server sent nothing for 0 seconds, after 3 bytes");
      open.get().close();
    }
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Socket> open =
          hold(listening, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc");
      HttpAnswer answer =
          http(List.of(), Duration.ofSeconds(30)).ask(HttpQuestion.get(url(listening)));
      open.get().close();

      assertThatThrownBy(() -> answer.body().readAllBytes())
          .isInstanceOfSatisfying(
              HttpFailure.class, e -> assertThat(e.kind()).isEqualTo(HttpFailure.Kind.BROKEN));
    }
  }

  @Test
  void aReaderThatWaitsIsInterrupted() throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Socket> open =
          hold(listening, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc");
      HttpAnswer answer =
          http(List.of(), Duration.ofMinutes(5)).ask(HttpQuestion.get(url(listening)));
      CompletableFuture<Throwable> end = new CompletableFuture<>();
      Thread reader =
          new Thread(
              () -> {
                try {
                  answer.body().readAllBytes();
                } catch (Throwable e) {
                  end.complete(e);
                }
              });
      reader.start();
      reader.interrupt();

      assertThat(end.get(30, TimeUnit.SECONDS)).isInstanceOf(java.io.InterruptedIOException.class);
      open.get().close();
    }
  }

  @Test
  void whatHappenedIsSaidFirst() {
    Http http = http(List.of(), Duration.ofSeconds(5));

    assertThatThrownBy(() -> http.ask(HttpQuestion.get(URI.create("http://127.0.0.1:1/"))))
        .hasMessage("not reached: nobody listens at 127.0.0.1:1");
    assertThatThrownBy(() -> http.ask(HttpQuestion.get(URI.create("http://a.invalid/"))))
        .hasMessage("unknown host: the name 'a.invalid' is not known");
  }

  private static URI url(ServerSocket listening) {
    return URI.create("http://127.0.0.1:" + listening.getLocalPort() + "/");
  }

  /** Answers one request, and leaves the connection open. */
  private static CompletableFuture<Socket> hold(ServerSocket listening, String answer) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            Socket socket = listening.accept();
            head(socket, new ArrayList<>());
            socket.getOutputStream().write(answer.getBytes(ISO_8859_1));
            socket.getOutputStream().flush();
            return socket;
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        });
  }

  /** Answers one request, and what follows on the connection with a text. */
  private static CompletableFuture<List<String>> answer(
      ServerSocket listening, String answer, String... then) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (Socket socket = listening.accept()) {
            List<String> lines = new ArrayList<>();
            head(socket, lines);
            socket.getOutputStream().write(answer.getBytes(ISO_8859_1));
            socket.getOutputStream().flush();
            for (String text : then) {
              socket.getInputStream().read(new byte[1000]);
              socket.getOutputStream().write(text.getBytes(ISO_8859_1));
            }
            // What is closed with bytes unread is reset, and the other side may lose the answer.
            socket.shutdownOutput();
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            return lines;
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        });
  }

  private static void head(Socket socket, List<String> lines) throws IOException {
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
    for (String line = reader.readLine();
        line != null && !line.isEmpty();
        line = reader.readLine()) {
      lines.add(line);
    }
  }
}
