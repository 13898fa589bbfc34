package io.github.baci.source.registry;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An HTTP answer whose body has not been read. */
final class HttpAnswer implements AutoCloseable {
  private static final int LONGEST_EXPLANATION = 64 << 10;

  private final URI url;
  private final HttpURLConnection connection;
  private final int status;

  HttpAnswer(URI url, HttpURLConnection connection, int status) {
    this.url = url;
    this.connection = connection;
    this.status = status;
  }

  /** Returns where the answer came from, after redirects. */
  URI url() {
    return url;
  }

  int status() {
    return status;
  }

  boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(connection.getHeaderField(name));
  }

  List<String> headers(String name) {
    return connection.getHeaderFields().entrySet().stream()
        .filter(header -> name.equalsIgnoreCase(header.getKey()))
        .map(Map.Entry::getValue)
        .flatMap(List::stream)
        .toList();
  }

  InputStream body() throws IOException {
    return connection.getInputStream();
  }

  /** Returns the length that the header tells, or -1. */
  long length() {
    return connection.getContentLengthLong();
  }

  /** Reads the body, which must not be longer than a limit, to its end. */
  byte[] bytes(int limit, String what) throws IOException {
    byte[] bytes;
    try (InputStream in = body()) {
      bytes = in.readNBytes(limit + 1);
    }
    if (bytes.length > limit) {
      connection.disconnect();
      throw new RegistryFailure(
          RegistryFailure.Kind.OTHER,
          "%s: %s is larger than %d bytes, which no image needs".formatted(url, what, limit));
    }
    if (length() > bytes.length) {
      throw new RegistryFailure(
          RegistryFailure.Kind.TRANSIENT,
          "%s: the connection broke after %d of %d bytes".formatted(url, bytes.length, length()));
    }
    return bytes;
  }

  /** Reads what a failed request was answered. */
  String explanation() {
    try (InputStream in = connection.getErrorStream()) {
      return in == null
          ? ""
          : new String(in.readNBytes(LONGEST_EXPLANATION), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return "";
    }
  }

  /** Returns the pause that {@code Retry-After} asks for, in seconds or until a date. */
  Optional<Duration> retryAfter() {
    return header("Retry-After").flatMap(HttpAnswer::pause);
  }

  private static Optional<Duration> pause(String header) {
    if (header.matches("[0-9]{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(header)));
    }
    try {
      Instant until = ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration wait = Duration.between(Instant.now(), until);
      return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** Ends the exchange; a body that was read to its end leaves its connection for the next one. */
  @Override
  public void close() {
    try (InputStream in = status < 400 ? body() : connection.getErrorStream()) {
      if (in != null) {
        in.readNBytes(LONGEST_EXPLANATION);
      }
    } catch (IOException e) {
      connection.disconnect();
    }
  }

  /** Ends the exchange and its connection. */
  void abort() {
    connection.disconnect();
  }
}
