package io.github.baci.source.aci;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.baci.api.SourceOptions;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The web servers of all hosts, on loopback by HTTPS, and a proxy that leads there whatever host is
 * asked for.
 */
final class AppcServer implements AutoCloseable {
  private final HttpsServer server;
  private final ServerSocket proxy;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Answer> answers = new HashMap<>();
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());

  private record Answer(int status, String location, byte[] body) {}

  AppcServer(TestAuthority authority) throws IOException {
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(authority.server()));
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
    proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::acceptTunnels);
  }

  /** Returns the proxy. */
  SourceOptions.Proxy proxy() {
    return new SourceOptions.Proxy(
        "https", "127.0.0.1", proxy.getLocalPort(), Optional.empty(), List.of());
  }

  /** Serves bytes at a host and path, as in {@code example.com/app.aci}. */
  synchronized AppcServer serve(String path, byte[] body) {
    answers.put(path, new Answer(200, "", body));
    return this;
  }

  /** Serves a page. */
  AppcServer page(String path, String html) {
    return serve(path + "?ac-discovery=1", html.getBytes(UTF_8));
  }

  /** Redirects. */
  synchronized AppcServer redirect(String path, String location) {
    answers.put(path, new Answer(302, location, new byte[0]));
    return this;
  }

  /** Answers with an error. */
  synchronized AppcServer fail(String path, int status) {
    answers.put(path, new Answer(status, "", new byte[0]));
    return this;
  }

  /** Returns what was asked for so far, each as status, host and path; and forgets it. */
  List<String> requests() {
    synchronized (requests) {
      List<String> copy = List.copyOf(requests);
      requests.clear();
      return copy;
    }
  }

  private synchronized Answer find(String path) {
    return answers.getOrDefault(path, new Answer(404, "", new byte[0]));
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestHeaders().getFirst("Host") + exchange.getRequestURI();
    Answer answer = find(path);
    String etag = "\"%08x\"".formatted(java.util.Arrays.hashCode(answer.body));
    int status = answer.status;
    if (etag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
      status = 304;
    }
    requests.add(status + " " + path);
    exchange.getResponseHeaders().add("ETag", etag);
    if (!answer.location.isEmpty()) {
      exchange.getResponseHeaders().add("Location", answer.location);
    }
    exchange.sendResponseHeaders(status, status == 200 ? answer.body.length : -1);
    if (status == 200) {
      exchange.getResponseBody().write(answer.body);
    }
    exchange.close();
  }

  private void acceptTunnels() {
    try {
      while (true) {
        Socket client = proxy.accept();
        threads.execute(() -> tunnel(client));
      }
    } catch (IOException e) {
      // It was closed.
    }
  }

  private void tunnel(Socket client) {
    try (client;
        Socket target =
            new Socket(InetAddress.getLoopbackAddress(), server.getAddress().getPort())) {
      InputStream in = new BufferedInputStream(client.getInputStream(), 1);
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int next = in.read();
        if (next < 0) {
          return;
        }
        head.append((char) next);
      }
      client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(UTF_8));
      threads.execute(() -> copy(target, client));
      in.transferTo(target.getOutputStream());
    } catch (IOException e) {
      // One of the two has gone, and the other notices.
    }
  }

  private static void copy(Socket from, Socket to) {
    try (OutputStream out = to.getOutputStream()) {
      from.getInputStream().transferTo(out);
    } catch (IOException e) {
      // One of the two has gone, and the other notices.
    }
  }

  @Override
  public void close() throws IOException {
    proxy.close();
    server.stop(0);
    threads.shutdownNow();
  }
}
