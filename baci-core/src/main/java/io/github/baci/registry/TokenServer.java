package io.github.baci.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.baci.http.Http;
import io.github.baci.http.HttpAnswer;
import io.github.baci.http.HttpBody;
import io.github.baci.http.HttpFailure;
import io.github.baci.http.HttpQuestion;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * Gets tokens where a registry sends its clients for them (distribution's token specification): by
 * name and password with GET, for an identity token with OAuth2's POST, or for nobody in
 * particular.
 */
final class TokenServer {
  private static final int LARGEST = 1 << 20;

  /** What the token specification says of tokens that do not say how long they are valid. */
  private static final long SHORTEST_SECONDS = 60;

  private static final long LONGEST_SECONDS = Duration.ofHours(12).toSeconds();

  private final Http http;

  /**
   * A token.
   *
   * @param scopes what it was asked for
   * @param end when it ends, on the clock of {@link System#nanoTime}
   */
  record Token(String value, Scopes scopes, long end) {
    boolean isValid() {
      return System.nanoTime() - end < 0;
    }
  }

  TokenServer(Http http) {
    this.http = http;
  }

  /**
   * Asks for a token.
   *
   * @param login whose token it shall be
   * @throws HttpFailure if there is none
   */
  Token token(TokenRealm realm, Optional<String> service, Scopes scopes, Optional<Login> login)
      throws IOException, InterruptedException {
    Optional<String> identity = login.flatMap(Login::identityToken);
    HttpQuestion question =
        identity.isPresent()
            ? exchange(realm.url(), service, scopes, identity.get())
            : ask(realm.url(), service, scopes, login);
    try (HttpAnswer answer = http.ask(question)) {
      if (!answer.isSuccess()) {
        throw RegistryErrors.failure(answer, question.method());
      }
      return read(answer, scopes);
    }
  }

  private static HttpQuestion ask(
      URI realm, Optional<String> service, Scopes scopes, Optional<Login> login) {
    StringJoiner query = new StringJoiner("&");
    if (realm.getRawQuery() != null) {
      query.add(realm.getRawQuery());
    }
    service.ifPresent(name -> query.add("service=" + encoded(name)));
    scopes.texts().forEach(scope -> query.add("scope=" + encoded(scope)));
    String text = realm.toString();
    int end = text.indexOf('?') < 0 ? text.length() : text.indexOf('?');
    URI url = URI.create(text.substring(0, end) + (query.length() == 0 ? "" : "?" + query));
    return HttpQuestion.get(url)
        .withLogin(
            login
                .filter(Login::isPassword)
                .map(found -> Http.basic(found.user(), found.password())));
  }

  private static HttpQuestion exchange(
      URI realm, Optional<String> service, Scopes scopes, String identity) {
    StringJoiner form = new StringJoiner("&");
    form.add("grant_type=refresh_token");
    form.add("client_id=baci");
    form.add("refresh_token=" + encoded(identity));
    service.ifPresent(name -> form.add("service=" + encoded(name)));
    form.add("scope=" + encoded(String.join(" ", scopes.texts())));
    return HttpQuestion.of("POST", realm)
        .with("Content-Type", "application/x-www-form-urlencoded")
        .with(HttpBody.ofLogin(form.toString().getBytes(StandardCharsets.UTF_8)));
  }

  /** Colons, slashes and commas stay as they are: some token servers compare the text. */
  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("%3A", ":")
        .replace("%2F", "/")
        .replace("%2C", ",");
  }

  private static Token read(HttpAnswer answer, Scopes scopes) throws IOException {
    JsonNode document = document(answer);
    String value =
        Json.text(document, "token")
            .or(() -> Json.text(document, "access_token"))
            .filter(token -> token.chars().allMatch(c -> c > ' ' && c < 0x7f))
            .orElseThrow(() -> wrong(answer, "there is none in its answer"));
    long seconds =
        Math.min(
            LONGEST_SECONDS, Math.max(SHORTEST_SECONDS, document.path("expires_in").asLong(0)));
    // Asked for again a little before it ends, so that none ends on its way.
    return new Token(value, scopes, System.nanoTime() + (seconds - seconds / 10) * 1_000_000_000);
  }

  private static JsonNode document(HttpAnswer answer) throws IOException {
    byte[] bytes;
    try {
      bytes = answer.bytes(LARGEST);
    } catch (HttpFailure e) {
      throw e.saying("%s gives no token: %s".formatted(answer.place(), e.detail()));
    }
    if (bytes.length > 0 && bytes[0] == '<') {
      throw wrong(
          answer,
          "a web page came; something else answers in its place, such as a proxy or a login page");
    }
    try {
      return Json.object(bytes);
    } catch (IOException e) {
      throw wrong(answer, String.valueOf(e.getMessage()));
    }
  }

  /** What came may be another's answer, as while something is restarted: it is asked for again. */
  private static HttpFailure wrong(HttpAnswer answer, String why) {
    return new HttpFailure(
        HttpFailure.Kind.WRONG_ANSWER, "%s gives no token: %s".formatted(answer.place(), why));
  }
}
