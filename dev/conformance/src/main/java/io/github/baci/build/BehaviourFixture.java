package io.github.baci.build;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Optional;

/** The files and the web server of one row of behaviours. */
final class BehaviourFixture implements AutoCloseable {
  private final JsonNode row;
  private final Path directory;
  private final Optional<HttpServer> server;

  BehaviourFixture(JsonNode row) throws IOException {
    this.row = row;
    this.directory = Files.createTempDirectory("baci-behaviour");
    this.server = row.has("http") ? Optional.of(serve(row.get("http"))) : Optional.empty();
    Files.createDirectories(context());
    for (JsonNode file : row.path("context")) {
      write(file);
    }
    if (row.hasNonNull("dockerfile")) {
      Files.writeString(dockerfile(), bases() + withServer(row.get("dockerfile").asText()));
    }
    for (JsonNode file : row.path("context")) {
      if (file.has("mtime")) {
        Files.setLastModifiedTime(
            context().resolve(file.get("path").asText()),
            FileTime.from(Instant.ofEpochSecond(file.get("mtime").asLong())));
      }
    }
  }

  Path context() {
    return directory.resolve("context");
  }

  Path output() {
    return directory.resolve("out.aci");
  }

  Path store() {
    return directory.resolve("store");
  }

  Path dockerfile() {
    String name = row.path("filename").asText("Dockerfile");
    return row.path("dockerfileOutsideContext").asBoolean()
        ? directory.resolve(name)
        : context().resolve(name);
  }

  Path secret(String id, String value) throws IOException {
    return Files.writeString(directory.resolve("secret-" + id), value);
  }

  /** An image that is built first is as good as a stage of its name. */
  private String bases() {
    StringBuilder stages = new StringBuilder();
    for (JsonNode base : row.path("bases")) {
      String text = base.get("dockerfile").asText();
      int end = text.indexOf('\n');
      stages.append(text, 0, end).append(" AS ").append(base.get("name").asText());
      stages.append(text.substring(end));
    }
    return stages.toString();
  }

  private String withServer(String text) {
    return server.isEmpty()
        ? text
        : text.replace("@HTTP@", "http://127.0.0.1:" + server.get().getAddress().getPort());
  }

  private void write(JsonNode file) throws IOException {
    Path path = context().resolve(file.get("path").asText());
    Files.createDirectories(path.getParent());
    if (file.has("linkTo")) {
      Files.createSymbolicLink(path, Path.of(file.get("linkTo").asText()));
      return;
    }
    if (file.path("type").asText().equals("dir")) {
      Files.createDirectories(path);
    } else {
      Files.write(path, content(file));
    }
    String standard = Files.isDirectory(path) ? "0755" : "0644";
    int mode = Integer.parseInt(file.path("mode").asText(standard), 8);
    if (mode <= 0777) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(letters(mode)));
    } else {
      Files.setAttribute(path, "unix:mode", mode);
    }
  }

  private static String letters(int mode) {
    StringBuilder letters = new StringBuilder();
    for (int bit = 8; bit >= 0; bit--) {
      letters.append((mode & 1 << bit) == 0 ? '-' : "xwr".charAt(bit % 3));
    }
    return letters.toString();
  }

  private byte[] content(JsonNode file) {
    return file.has("contentBase64")
        ? Base64.getDecoder().decode(file.get("contentBase64").asText())
        : withServer(file.path("content").asText()).getBytes(StandardCharsets.UTF_8);
  }

  private HttpServer serve(JsonNode files) throws IOException {
    HttpServer made =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    made.createContext("/", exchange -> answer(files, exchange));
    made.start();
    return made;
  }

  private void answer(JsonNode files, HttpExchange exchange) throws IOException {
    JsonNode file = files.get(exchange.getRequestURI().getPath());
    if (file == null) {
      exchange.sendResponseHeaders(404, -1);
    } else {
      if (file.has("lastModified")) {
        exchange
            .getResponseHeaders()
            .set(
                "Last-Modified",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                    Instant.ofEpochSecond(file.get("lastModified").asLong())
                        .atOffset(ZoneOffset.UTC)));
      }
      byte[] body = content(file);
      exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  @Override
  public void close() throws IOException {
    if (server.isPresent()) {
      server.get().stop(0);
    }
    try (var paths = Files.walk(directory)) {
      for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
