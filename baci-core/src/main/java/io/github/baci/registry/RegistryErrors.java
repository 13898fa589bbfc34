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

  /**
   * What a registry complains of.
   *
   * @param code the specification's code of the first error, or an empty text
   * @param text all of it, for a message
   */
  private record Complaint(String code, String text) {
    static final Complaint NONE = of("");

    static Complaint of(String text) {
      return new Complaint("", Json.shown(text));
    }
  }

  /** Reads what is wrong; the answer is closed. */
  static HttpFailure failure(HttpAnswer answer, String method) {
    Complaint complaint;
    try (answer) {
      complaint = complaint(answer.body().readNBytes(MOST_READ));
    } catch (IOException e) {
      complaint = Complaint.NONE;
    }
    return new HttpFailure(
        kind(answer.status(), complaint.code()),
        answer.status(),
        "%s%s answers %d%s"
            .formatted(
                method.equals("GET") ? "" : method + " ",
                answer.place(),
                answer.status(),
                complaint.text().isEmpty() ? "" : " (" + complaint.text() + ")"),
        answer.retryAfter());
  }

  /** Nexus answers 400 where a login is missing, and says only by the code that it wants one. */
  private static HttpFailure.Kind kind(int status, String code) {
    return status == BAD_REQUEST && code.equals("UNAUTHORIZED")
        ? HttpFailure.Kind.DENIED
        : HttpFailure.Kind.of(status);
  }

  /** Returns the errors that the specification defines, or the first line of another text. */
  private static Complaint complaint(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8).strip();
    if (text.isEmpty() || text.startsWith("<")) {
      return Complaint.NONE;
    }
    if (text.startsWith("{")) {
      try {
        JsonNode document = Json.object(body);
        List<String> errors = errors(document);
        if (!errors.isEmpty()) {
          String code = document.path("errors").path(0).path("code").asText();
          return new Complaint(code, Json.shown(String.join(", ", errors)));
        }
      } catch (IOException e) {
        return Complaint.of(text);
      }
    }
    return Complaint.of(text.lines().findFirst().orElse(""));
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
