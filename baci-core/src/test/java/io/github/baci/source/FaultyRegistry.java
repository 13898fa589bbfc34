package io.github.baci.source;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.baci.api.Digest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A registry in this process that serves what a test gives it, and fails as a test asks it to. */
final class FaultyRegistry implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, byte[]> documents = new ConcurrentHashMap<>();
  private final Map<String, Fault> faults = new HashMap<>();
  final List<String> requests = new CopyOnWriteArrayList<>();

  /** Answers one request wrongly. */
  interface Fault {
    /**
     * Returns whether it answered; if not, the registry does as if there was no fault.
     *
     * @param document what is asked for; empty if there is no such thing
     */
    boolean answer(HttpExchange exchange, byte[] document) throws IOException;
  }

  FaultyRegistry() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** Serves an image under a tag. */
  void put(String repository, String tag, SampleImage image) {
    putBlobs(repository, image);
    putManifest(repository, tag, image.manifest);
  }

  void putBlobs(String repository, SampleImage image) {
    image.blobs.forEach((digest, blob) -> putBlob(repository, digest, blob));
    putManifest(repository, Digest.sha256Of(image.manifest).toString(), image.manifest);
  }

  void putBlob(String repository, Digest digest, byte[] blob) {
    documents.put("/v2/" + repository + "/blobs/" + digest, blob);
  }

  void putManifest(String repository, String qualifier, byte[] manifest) {
    documents.put("/v2/" + repository + "/manifests/" + qualifier, manifest);
  }

  /** Lets the next requests to what a path begins with go wrong, until the fault has enough. */
  void fault(String pathPrefix, Fault fault) {
    synchronized (faults) {
      faults.put(pathPrefix, fault);
    }
  }

  /** Returns how many requests went to paths that hold a text. */
  long asked(String part) {
    return requests.stream().filter(path -> path.contains(part)).count();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().toString();
      requests.add(path);
      exchange.getRequestBody().readAllBytes();
      byte[] document = documents.get(path);
      Fault fault;
      synchronized (faults) {
        fault =
            faults.entrySet().stream()
                .filter(entry -> path.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse((request, bytes) -> false);
      }
      if (fault.answer(exchange, document == null ? new byte[0] : document)) {
        return;
      }
      if (document == null) {
        byte[] error =
            SampleImage.utf8(
                "{\"errors\":[{\"code\":\"MANIFEST_UNKNOWN\",\"message\":\"manifest unknown\"}]}");
        send(exchange, 404, error);
        return;
      }
      String range = exchange.getRequestHeaders().getFirst("Range");
      if (range != null && range.startsWith("bytes=")) {
        int start = Integer.parseInt(range.substring(6, range.indexOf('-')));
        send(exchange, 206, java.util.Arrays.copyOfRange(document, start, document.length));
        return;
      }
      send(exchange, 200, document);
    }
  }

  static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
