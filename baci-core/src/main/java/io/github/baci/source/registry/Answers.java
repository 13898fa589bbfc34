package io.github.baci.source.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.api.client.http.HttpResponseException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes failures of answers that are none. */
final class Answers {
  private static final int LONGEST_TEXT = 300;

  private Answers() {}

  /**
   * Reads what is wrong.
   *
   * @param what what the URL does not do, as in {@code has no image x}
   * @param credentials says which credentials were tried; used where access is denied
   */
  static RegistryFailure failure(
      HttpResponseException answer, String what, Supplier<String> credentials) {
    int status = answer.getStatusCode();
    String said = said(answer.getContent() == null ? "" : answer.getContent().strip());
    String message =
        "%s %s: %d%s"
            .formatted(
                header(answer, RegistryHttp.ASKED).orElse("the registry"),
                what,
                status,
                said.isEmpty() ? "" : " " + said);
    if (status == 401 || status == 403) {
      return new RegistryFailure(
          RegistryFailure.Kind.DENIED,
          message + "; " + credentials.get(),
          Optional.empty(),
          answer);
    }
    if (status == 404) {
      return new RegistryFailure(RegistryFailure.Kind.NOT_FOUND, message, Optional.empty(), answer);
    }
    boolean passes = status == 408 || status == 425 || status == 429 || status >= 500;
    return new RegistryFailure(
        passes ? RegistryFailure.Kind.TRANSIENT : RegistryFailure.Kind.OTHER,
        message,
        header(answer, "Retry-After").flatMap(Answers::pause),
        answer);
  }

  /** Finds the first cause of a kind, the exception itself included. */
  static <T extends Throwable> Optional<T> find(Class<T> kind, Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (kind.isInstance(cause)) {
        return Optional.of(kind.cast(cause));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> header(HttpResponseException answer, String name) {
    return Optional.ofNullable(answer.getHeaders().getFirstHeaderStringValue(name));
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

  /** Shortens the body: the errors that the specification defines, or the first line of a text. */
  private static String said(String body) {
    if (body.startsWith("{")) {
      try {
        List<String> errors = new ArrayList<>();
        for (JsonNode error : new ObjectMapper().readTree(body).path("errors")) {
          errors.add(error.path("code").asText() + ": " + error.path("message").asText());
        }
        if (!errors.isEmpty()) {
          return "(" + shorten(String.join(", ", errors)) + ")";
        }
      } catch (IOException e) {
        return "(" + shorten(body) + ")";
      }
    }
    return body.isEmpty() || body.startsWith("<")
        ? ""
        : "(" + shorten(Optional.of(body.lines().findFirst().orElse("")).get()) + ")";
  }

  private static String shorten(String text) {
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
  }
}
