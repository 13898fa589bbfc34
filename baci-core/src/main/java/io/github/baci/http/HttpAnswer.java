package io.github.baci.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a server answered. Closing it gives up what of the body was not read.
 *
 * @param url what was asked, after redirects
 * @param status the status
 * @param headers the headers
 * @param body the body; it fails with a {@link HttpFailure} when it breaks off or stalls
 */
public record HttpAnswer(URI url, int status, HttpHeaders headers, InputStream body)
    implements Closeable {

  /** Returns whether the status is 2xx. */
  public boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  /** Returns the first value of a header. */
  public Optional<String> header(String name) {
    return headers.firstValue(name);
  }

  /** Returns the URL as it may be shown: without a query, which may hold a signature. */
  public String place() {
    return place(url);
  }

  /** Returns a URL as it may be shown: without a query, which may hold a signature. */
  public static String place(URI url) {
    return "%s://%s%s"
        .formatted(
            url.getScheme(),
            url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort()),
            url.getRawPath() == null ? "" : url.getRawPath());
  }

  /** Returns all values of a header. */
  public List<String> headers(String name) {
    return headers.allValues(name);
  }

  /** Returns the length of the body, where the server announces it. */
  public OptionalLong length() {
    try {
      return headers.firstValueAsLong("Content-Length");
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /**
   * Reads the whole body.
   *
   * @param most how many bytes it may have
   * @throws HttpFailure if it has more
   */
  public byte[] bytes(int most) throws IOException {
    byte[] bytes = body.readNBytes(most + 1);
    if (bytes.length > most) {
      throw new HttpFailure(
          HttpFailure.Kind.WRONG_ANSWER,
          "it is larger than the %d bytes that it may have".formatted(most));
    }
    return bytes;
  }

  /** Returns how long the server asks to be left alone, by {@code Retry-After} (RFC 9110). */
  public Optional<Duration> retryAfter() {
    return header("Retry-After").map(String::strip).flatMap(HttpAnswer::wait);
  }

  private static Optional<Duration> wait(String text) {
    if (text.matches("[0-9]{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    return time(text)
        .map(until -> Duration.between(Instant.now(), until))
        .map(left -> left.isNegative() ? Duration.ZERO : left);
  }

  /**
   * Reads a time in the form of HTTP headers.
   *
   * @return empty if the text has another form
   */
  public static Optional<Instant> time(String header) {
    try {
      return Optional.of(
          ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    try {
      body.close();
    } catch (IOException e) {
      // What is not wanted any more cannot fail.
    }
  }
}
