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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLException;
import org.apache.http.client.methods.HttpGet;
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

  private static void ask(SourceOptions.Proxy proxy, String url, List<String> insecure)
      throws IOException {
    try (RegistryHttp http =
        new RegistryHttp(new PlainHttp(insecure), new Proxies(List.of(proxy)))) {
      http.execute(new HttpGet(url)).close();
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
          String password = exchange.getRequestHeaders().getFirst("Proxy-Authorization");
          seen.add(exchange.getRequestURI() + " " + password);
          exchange.getResponseHeaders().set("Proxy-Authenticate", "Basic realm=\"proxy\"");
          exchange.sendResponseHeaders(password == null ? 407 : 204, -1);
          exchange.close();
        });
    server.start();
    try {
      ask(
          proxy("http", server.getAddress().getPort()),
          "http://registry.invalid/v2/",
          List.of("registry.invalid"));

      assertThat(seen)
          .containsExactly(
              "http://registry.invalid/v2/ null", "http://registry.invalid/v2/ Basic bWU6c2VjcmV0");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aTunnelIsAskedForWithThePassword() throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<List<String>> heads =
          answer(
              listening,
              "HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic realm=\"proxy\"\r\nContent-Length: 0\r\n\r\n",
              "HTTP/1.1 200 OK\r\n\r\nnot TLS");

      assertThatThrownBy(
              () ->
                  ask(
                      proxy("https", listening.getLocalPort()),
                      "https://registry.invalid/v2/",
                      List.of()))
          .isInstanceOf(RegistryFailure.class)
          .hasMessageContaining("https://registry.invalid/v2/: ")
          .hasCauseInstanceOf(SSLException.class);
      assertThat(heads.get())
          .filteredOn(line -> line.startsWith("CONNECT") || line.startsWith("Proxy-Auth"))
          .containsExactly(
              "CONNECT registry.invalid:443 HTTP/1.1",
              "CONNECT registry.invalid:443 HTTP/1.1",
              "Proxy-Authorization: Basic bWU6c2VjcmV0");
    }
  }

  @Test
  void aProxyThatRefusesIsNamed() throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var unused =
          answer(
              listening,
              "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

      assertThatThrownBy(
              () ->
                  ask(
                      proxy("https", listening.getLocalPort()),
                      "https://registry.invalid/v2/",
                      List.of()))
          .isInstanceOf(RegistryFailure.class)
          .hasMessageContaining("the proxy 127.0.0.1:" + listening.getLocalPort())
          .hasMessageContaining("407 Proxy Authentication Required");
    }
  }

  /** Reads the heads of as many requests as there are answers, on one connection. */
  private static CompletableFuture<List<String>> answer(ServerSocket listening, String... answers) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (Socket socket = listening.accept()) {
            BufferedReader reader =
                new BufferedReader(
                    new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            List<String> heads = new ArrayList<>();
            for (String answer : answers) {
              for (String line = reader.readLine(); !line.isEmpty(); line = reader.readLine()) {
                heads.add(line);
              }
              socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
              socket.getOutputStream().flush();
            }
            return heads;
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        });
  }
}
