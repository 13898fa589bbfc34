package io.github.baci.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.baci.http.HttpAnswer;
import io.github.baci.http.HttpFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Makes failures of answers that are no success, in the one form that they have everywhere. */
final class RegistryErrors {
  /** The specification asks for a few lines of JSON. */
  private static final int MOST_READ = 64 << 10;

  private static final int MOST_ERRORS = 5;
  private static final int BAD_REQUEST = 400;

  private RegistryErrors() {}

  /** Reads what is wrong; the answer is closed. */
  static HttpFailure failure(HttpAnswer answer, String method) {
    String said;
    try (answer) {
      said = said(answer.body().readNBytes(MOST_READ));
    } catch (IOException e) {
      said = "";
    }
    return new HttpFailure(
        kind(answer.status(), said),
        answer.status(),
        "%s%s answers %d%s"
            .formatted(
                method.equals("GET") ? "" : method + " ",
                answer.place(),
                answer.status(),
                said.isEmpty() ? "" : " (" + said + ")"),
        answer.retryAfter());
  }

  /** Nexus answers 400 where a login is missing, and says only in words that it wants one. */
  private static HttpFailure.Kind kind(int status, String said) {
    return status == BAD_REQUEST && said.startsWith("UNAUTHORIZED")
        ? HttpFailure.Kind.DENIED
        : HttpFailure.Kind.of(status);
  }

  /** Returns the errors that the specification defines, or the first line of another text. */
  private static String said(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8).strip();
    if (text.isEmpty() || text.startsWith("<")) {
      return "";
    }
    if (text.startsWith("{")) {
      try {
        List<String> errors = errors(Json.object(body));
        if (!errors.isEmpty()) {
          return Json.shown(String.join(", ", errors));
        }
      } catch (IOException e) {
        return Json.shown(text);
      }
    }
    return Json.shown(text.lines().findFirst().orElse(""));
  }

  private static List<String> errors(JsonNode document) {
    List<String> errors = new ArrayList<>();
    for (JsonNode error : document.path("errors")) {
      if (errors.size() < MOST_ERRORS && error.isObject()) {
        errors.add(error.path("code").asText() + ": " + error.path("message").asText());
      }
    }
    // Token servers of OAuth2 (RFC 6749, 5.2), and GitLab's.
    Json.text(document, "error")
        .ifPresent(
            error ->
                errors.add(
                    error
                        + Json.text(document, "error_description")
                            .map(more -> ": " + more)
                            .orElse("")));
    if (errors.isEmpty()) {
      Json.text(document, "details").ifPresent(errors::add);
      Json.text(document, "message").ifPresent(errors::add);
    }
    return errors;
  }
}
