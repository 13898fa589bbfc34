package io.github.baci.source.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.github.baci.source.SourceOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;

class ProxyTest {

  private static SourceOptions.Proxy proxy(String scheme, int port) {
    return new SourceOptions.Proxy(
        scheme,
        "127.0.0.1",
        port,
        Optional.of("me"),
        Optional.of("secret"),
        List.of("*.example.com", "localhost"));
  }

  @Test
  void hostsThatTheProxyDoesNotServeAreAskedDirectly() {
    Proxies proxies = new Proxies(List.of(proxy("https", 3128)));

    assertThat(proxies.forUrl(URI.create("https://registry.test/v2/"))).isPresent();
    assertThat(proxies.forUrl(URI.create("https://a.example.com/v2/"))).isEmpty();
    assertThat(proxies.forUrl(URI.create("https://localhost:5000/v2/"))).isEmpty();
    assertThat(proxies.forUrl(URI.create("http://registry.test/v2/"))).isEmpty();
  }

  @Test
  void plainRequestsGoThroughTheProxyWithItsPassword() throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          seen.add(exchange.getRequestURI().toString());
          seen.add(exchange.getRequestHeaders().getFirst("Proxy-Authorization"));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    try {
      HttpRequests http =
          new HttpRequests(
              new Proxies(List.of(proxy("http", server.getAddress().getPort()))),
              new PlainHttp(List.of("registry.invalid")));

      HttpAnswer answer = http.get(URI.create("http://registry.invalid/v2/"), Map.of());

      assertThat(answer.status()).isEqualTo(204);
      assertThat(seen).containsExactly("http://registry.invalid/v2/", "Basic bWU6c2VjcmV0");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aTunnelIsAskedForWithThePasswordAndThenLetsBytesThrough() throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<List<String>> head = answer(listening, "HTTP/1.1 200 OK\r\n\r\nbytes");
      SSLSocketFactory tunnel =
          new ProxyTunnel(
              (SSLSocketFactory) SSLSocketFactory.getDefault(),
              proxy("https", listening.getLocalPort()));
      try (Socket socket = tunnel.createSocket()) {
        socket.connect(InetSocketAddress.createUnresolved("registry.invalid", 443), 10_000);

        assertThat(socket.getInputStream().readNBytes(5))
            .isEqualTo("bytes".getBytes(StandardCharsets.US_ASCII));
      }
      assertThat(head.get())
          .containsExactly(
              "CONNECT registry.invalid:443 HTTP/1.1",
              "Host: registry.invalid:443",
              "Proxy-Authorization: Basic bWU6c2VjcmV0");
    }
  }

  @Test
  void aProxyThatRefusesIsNamed() throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      answer(listening, "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
      HttpRequests http =
          new HttpRequests(
              new Proxies(List.of(proxy("https", listening.getLocalPort()))),
              new PlainHttp(List.of()));

      assertThatThrownBy(() -> http.get(URI.create("https://registry.invalid/v2/"), Map.of()))
          .isInstanceOf(RegistryFailure.class)
          .hasMessageContaining("the proxy 127.0.0.1:" + listening.getLocalPort())
          .hasMessageContaining("407 Proxy Authentication Required");
    }
  }

  /** Reads the head of one request and answers it. */
  private static CompletableFuture<List<String>> answer(ServerSocket listening, String answer) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (Socket socket = listening.accept()) {
            BufferedReader reader =
                new BufferedReader(
                    new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            List<String> head = new ArrayList<>();
            for (String line = reader.readLine(); !line.isEmpty(); line = reader.readLine()) {
              head.add(line);
            }
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return head;
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        });
  }
}
