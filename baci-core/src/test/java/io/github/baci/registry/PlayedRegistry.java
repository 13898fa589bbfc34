package io.github.baci.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.baci.api.Digest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A registry in this process, with uploads, mounts and tokens, that behaves as a test asks it to:
 * faults answer requests in its place.
 */
public final class PlayedRegistry implements AutoCloseable {
  private static final Pattern PATH =
      Pattern.compile("/v2/(.+?)/(manifests|tags|blobs/uploads|blobs)/?([^/]*)");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger uploads = new AtomicInteger();
  private final Map<String, byte[]> sessions = new ConcurrentHashMap<>();
  private final List<Map.Entry<String, Fault>> faults = new CopyOnWriteArrayList<>();

  /** Blobs by {@code REPOSITORY@DIGEST}. */
  public final Map<String, byte[]> blobs = new ConcurrentHashMap<>();

  /** Manifests by {@code REPOSITORY:TAG} and {@code REPOSITORY@DIGEST}. */
  public final Map<String, byte[]> manifests = new ConcurrentHashMap<>();

  /** What was asked: method, path with query, and the kind of login that came with it. */
  public final List<String> requests = new CopyOnWriteArrayList<>();

  /** Tokens are wanted, and given for this name and password; by default nothing is. */
  public Optional<String> login = Optional.empty();

  /** Answers in the registry's place. */
  @FunctionalInterface
  public interface Fault {
    /** Returns whether it answered. */
    boolean answer(HttpExchange exchange, byte[] body) throws IOException;
  }

  public PlayedRegistry() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  public String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** Lets requests go wrong whose method and path, with a blank between them, match. */
  public void fault(String regex, Fault fault) {
    faults.add(0, Map.entry(regex, fault));
  }

  /** Lets requests go wrong with a status, as often as is said. */
  public void fault(String regex, int status, int times, String... header) {
    AtomicInteger left = new AtomicInteger(times);
    fault(
        regex,
        (exchange, body) -> {
          if (left.getAndDecrement() <= 0) {
            return false;
          }
          for (int i = 0; i < header.length; i += 2) {
            exchange.getResponseHeaders().add(header[i], header[i + 1]);
          }
          error(exchange, status, "X", "as the test wants it");
          return true;
        });
  }

  /**
   * Takes the image of an OCI image layout, under the tag {@code latest}.
   *
   * @return the digests of its layers
   */
  public List<String> keep(Path layout, String repository) throws IOException {
    ObjectMapper json = new ObjectMapper();
    JsonNode index = json.readTree(layout.resolve("index.json").toFile());
    String digest = index.path("manifests").path(0).path("digest").asText();
    try (Stream<Path> files = Files.list(layout.resolve("blobs/sha256"))) {
      for (Path file : files.toList()) {
        blobs.put(repository + "@sha256:" + file.getFileName(), Files.readAllBytes(file));
      }
    }
    byte[] manifest = blobs.get(repository + "@" + digest);
    manifests.put(repository + ":latest", manifest);
    manifests.put(repository + "@" + digest, manifest);
    List<String> layers = new ArrayList<>();
    json.readTree(manifest)
        .path("layers")
        .forEach(each -> layers.add(each.path("digest").asText()));
    return layers;
  }

  /** Returns the requests that hold a text. */
  public List<String> asked(String part) {
    return requests.stream().filter(request -> request.contains(part)).toList();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String what = exchange.getRequestMethod() + " " + exchange.getRequestURI();
      String authorization =
          Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")).orElse("-");
      requests.add(what + " " + authorization);
      byte[] body = exchange.getRequestBody().readAllBytes();
      for (Map.Entry<String, Fault> fault : faults) {
        if (what.matches(fault.getKey()) && fault.getValue().answer(exchange, body)) {
          return;
        }
      }
      if (what.startsWith("GET /token")) {
        token(exchange, authorization);
        return;
      }
      if (login.isPresent() && !isGranted(exchange, authorization)) {
        challenge(exchange);
        return;
      }
      answer(exchange, body);
    }
  }

  /** A token here is the list of the scopes that it is good for. */
  private static boolean isGranted(HttpExchange exchange, String authorization) {
    Matcher path = PATH.matcher(exchange.getRequestURI().getPath());
    if (!authorization.startsWith("Bearer ") || !path.matches()) {
      return false;
    }
    String granted = authorization.substring("Bearer ".length());
    boolean writes = !List.of("GET", "HEAD").contains(exchange.getRequestMethod());
    return granted.contains("repository:" + path.group(1) + ":pull" + (writes ? ",push" : ""));
  }

  private void challenge(HttpExchange exchange) throws IOException {
    exchange
        .getResponseHeaders()
        .set(
            "WWW-Authenticate",
            "Bearer realm=\"http://%s/token\",service=\"played\"".formatted(host()));
    error(exchange, 401, "UNAUTHORIZED", "authentication required");
  }

  private void token(HttpExchange exchange, String authorization) throws IOException {
    String basic =
        "Basic "
            + Base64.getEncoder().encodeToString(login.orElse("").getBytes(StandardCharsets.UTF_8));
    if (!authorization.equals(basic)) {
      error(exchange, 401, "UNAUTHORIZED", "who are you");
      return;
    }
    StringBuilder granted = new StringBuilder();
    for (String parameter : exchange.getRequestURI().getQuery().split("&")) {
      if (parameter.startsWith("scope=")) {
        granted.append(granted.length() == 0 ? "" : ";").append(parameter.substring(6));
      }
    }
    send(exchange, 200, "{\"token\":\"" + granted + "\",\"expires_in\":300}");
  }

  private void answer(HttpExchange exchange, byte[] body) throws IOException {
    Matcher path = PATH.matcher(exchange.getRequestURI().getPath());
    if (!path.matches()) {
      send(exchange, exchange.getRequestURI().getPath().equals("/v2/") ? 200 : 404, "{}");
      return;
    }
    String repository = path.group(1);
    String reference = path.group(3);
    switch (path.group(2)) {
      case "manifests" -> manifest(exchange, repository, reference, body);
      case "tags" -> tags(exchange, repository);
      case "blobs" -> blob(exchange, repository, reference);
      default -> upload(exchange, repository, reference, body);
    }
  }

  private void manifest(HttpExchange exchange, String repository, String reference, byte[] body)
      throws IOException {
    if (exchange.getRequestMethod().equals("PUT")) {
      manifests.put(repository + ":" + reference, body);
      manifests.put(repository + "@" + Digest.sha256Of(body), body);
      exchange.getResponseHeaders().set("Docker-Content-Digest", Digest.sha256Of(body).toString());
      exchange.sendResponseHeaders(201, -1);
      return;
    }
    if (exchange.getRequestMethod().equals("DELETE")) {
      byte[] gone = manifests.remove(repository + "@" + reference);
      manifests.values().removeIf(manifest -> Arrays.equals(manifest, gone));
      exchange.sendResponseHeaders(gone == null ? 404 : 202, -1);
      return;
    }
    byte[] found = manifests.get(repository + (reference.contains(":") ? "@" : ":") + reference);
    if (found == null) {
      error(exchange, 404, "MANIFEST_UNKNOWN", "manifest unknown");
      return;
    }
    exchange.getResponseHeaders().set("Docker-Content-Digest", Digest.sha256Of(found).toString());
    send(exchange, 200, found);
  }

  /** Lists tags, three at a time. */
  private void tags(HttpExchange exchange, String repository) throws IOException {
    String last = query(exchange).getOrDefault("last", "");
    List<String> left =
        manifests.keySet().stream()
            .filter(name -> name.startsWith(repository + ":"))
            .map(name -> name.substring(repository.length() + 1))
            .filter(tag -> tag.compareTo(last) > 0)
            .sorted()
            .toList();
    if (left.size() > 3) {
      exchange.getResponseHeaders().set("Link", "</v2/next>; rel=\"next\"");
    }
    String page =
        left.stream().limit(3).map(tag -> '"' + tag + '"').collect(Collectors.joining(","));
    send(exchange, 200, "{\"name\":\"" + repository + "\",\"tags\":[" + page + "]}");
  }

  private void blob(HttpExchange exchange, String repository, String digest) throws IOException {
    byte[] found = blobs.get(repository + "@" + digest);
    if (found == null) {
      error(exchange, 404, "BLOB_UNKNOWN", "blob unknown");
      return;
    }
    send(exchange, 200, found);
  }

  private void upload(HttpExchange exchange, String repository, String id, byte[] body)
      throws IOException {
    Map<String, String> query = query(exchange);
    switch (exchange.getRequestMethod()) {
      case "POST" -> {
        byte[] source = blobs.get(query.get("from") + "@" + query.get("mount"));
        if (source != null) {
          blobs.put(repository + "@" + query.get("mount"), source);
          exchange.sendResponseHeaders(201, -1);
          return;
        }
        String session = Integer.toString(uploads.incrementAndGet());
        sessions.put(session, new byte[0]);
        place(exchange, repository, session);
      }
      case "PATCH" -> {
        sessions.merge(id, body, PlayedRegistry::joined);
        place(exchange, repository, id);
      }
      default -> {
        byte[] whole = joined(sessions.getOrDefault(id, new byte[0]), body);
        if (!Digest.sha256Of(whole).toString().equals(query.get("digest"))) {
          error(exchange, 400, "DIGEST_INVALID", "the digest is another one");
          return;
        }
        blobs.put(repository + "@" + query.get("digest"), whole);
        exchange.sendResponseHeaders(201, -1);
      }
    }
  }

  private static void place(HttpExchange exchange, String repository, String session)
      throws IOException {
    exchange
        .getResponseHeaders()
        .set("Location", "/v2/" + repository + "/blobs/uploads/" + session + "?_state=a%2Bb%3D");
    exchange.sendResponseHeaders(202, -1);
  }

  private static byte[] joined(byte[] one, byte[] other) {
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }

  private static Map<String, String> query(HttpExchange exchange) {
    Map<String, String> query = new LinkedHashMap<>();
    String text = exchange.getRequestURI().getQuery();
    for (String parameter : text == null ? new String[0] : text.split("&")) {
      String[] pair = parameter.split("=", 2);
      query.put(pair[0], pair.length > 1 ? pair[1] : "");
    }
    return query;
  }

  /** Answers with one of the errors of the specification. */
  public static void error(HttpExchange exchange, int status, String code, String message)
      throws IOException {
    send(
        exchange,
        status,
        "{\"errors\":[{\"code\":\"%s\",\"message\":\"%s\"}]}".formatted(code, message));
  }

  /** Answers with a text. */
  public static void send(HttpExchange exchange, int status, String text) throws IOException {
    send(exchange, status, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Answers with bytes; to HEAD, with their length. */
  public static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  /** Returns the logins that came with requests that hold a text. */
  public List<String> logins(String part) {
    List<String> logins = new ArrayList<>();
    asked(part).forEach(request -> logins.add(request.split(" ", 3)[2]));
    return logins;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
