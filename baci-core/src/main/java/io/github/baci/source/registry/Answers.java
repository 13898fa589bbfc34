package io.github.baci.source.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
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
  static RegistryFailure failure(HttpAnswer answer, String what, Supplier<String> credentials) {
    int status = answer.status();
    String said = said(answer.explanation());
    String message =
        "%s %s: %d%s".formatted(answer.url(), what, status, said.isEmpty() ? "" : " " + said);
    if (status == 401 || status == 403) {
      return new RegistryFailure(RegistryFailure.Kind.DENIED, message + "; " + credentials.get());
    }
    if (status == 404) {
      return new RegistryFailure(RegistryFailure.Kind.NOT_FOUND, message);
    }
    boolean passes = status == 408 || status == 425 || status == 429 || status >= 500;
    return new RegistryFailure(
        passes ? RegistryFailure.Kind.TRANSIENT : RegistryFailure.Kind.OTHER,
        message,
        answer.retryAfter(),
        null);
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
