package io.github.baci.source.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Answers the challenges of one repository: with a name and password, or with a token that its
 * realm gives for them, or for nothing (distribution's "Token Authentication Specification").
 * Credentials are looked for when the registry first asks, and not before.
 */
final class Authorizer {
  private static final int LONGEST_TOKEN = 1 << 20;

  private final RegistryName name;
  private final HttpRequests http;
  private final Credentials credentials;
  private Credentials.Search search;
  private Optional<String> authorization = Optional.empty();

  Authorizer(RegistryName name, HttpRequests http, Credentials credentials) {
    this.name = name;
    this.http = http;
    this.credentials = credentials;
  }

  /** Returns the header to send. */
  synchronized Optional<String> authorization() {
    return authorization;
  }

  /** Says which credentials were looked for, in order. */
  synchronized String tried() {
    return search == null
        ? "the registry did not ask for credentials"
        : "credentials tried: " + String.join("; ", search.tried());
  }

  /**
   * Answers a challenge.
   *
   * @param refused the header that was refused
   * @return whether there is now another header than the refused one
   */
  synchronized boolean answer(List<String> headers, Optional<String> refused) throws IOException {
    if (!authorization.equals(refused)) {
      return true;
    }
    Optional<Challenge> challenge = Challenge.choose(headers);
    if (challenge.isEmpty()) {
      return false;
    }
    if (search == null) {
      search = credentials.find(name.registry(), name.repository());
    }
    Optional<String> before = authorization;
    authorization =
        challenge.get().scheme().equals("basic")
            ? search.login().filter(login -> !login.isIdentityToken()).map(Authorizer::basic)
            : Optional.of("Bearer " + token(challenge.get().parameters()));
    return authorization.isPresent() && !authorization.equals(before);
  }

  private String token(Map<String, String> parameters) throws IOException {
    StringBuilder query = new StringBuilder();
    add(query, "service", parameters.getOrDefault("service", name.host()));
    add(
        query,
        "scope",
        parameters.getOrDefault("scope", "repository:" + name.repository() + ":pull"));
    URI realm = realm(parameters.get("realm"));
    Optional<Credentials.Login> login = search.login();
    if (login.isPresent() && login.get().isIdentityToken()) {
      add(query, "grant_type", "refresh_token");
      add(query, "client_id", "baci");
      add(query, "refresh_token", login.get().secret());
      return read(http.post(realm, query.toString()));
    }
    String separator = realm.getRawQuery() == null ? "?" : "&";
    return read(
        http.get(
            URI.create(realm + separator + query),
            login.map(found -> Map.of("Authorization", basic(found))).orElse(Map.of())));
  }

  private URI realm(String text) throws RegistryFailure {
    try {
      URI realm = URI.create(text);
      if (realm.isAbsolute()) {
        return realm;
      }
    } catch (IllegalArgumentException e) {
      throw new RegistryFailure(
          RegistryFailure.Kind.OTHER,
          "%s sends for a token to '%s', which is no URL".formatted(name.host(), text),
          Optional.empty(),
          e);
    }
    throw new RegistryFailure(
        RegistryFailure.Kind.OTHER,
        "%s sends for a token to '%s', which is no absolute URL".formatted(name.host(), text));
  }

  private String read(HttpAnswer answer) throws IOException {
    if (!answer.isSuccess()) {
      throw Answers.failure(answer, "gives no token for " + name, this::triedNow);
    }
    JsonNode json = new ObjectMapper().readTree(answer.bytes(LONGEST_TOKEN, "the token"));
    for (String field : List.of("token", "access_token")) {
      if (json.path(field).isTextual() && !json.path(field).textValue().isEmpty()) {
        return json.path(field).textValue();
      }
    }
    throw new RegistryFailure(
        RegistryFailure.Kind.OTHER, "%s answered without a token".formatted(withoutQuery(answer)));
  }

  private String triedNow() {
    return tried();
  }

  private static String withoutQuery(HttpAnswer answer) {
    return answer.url().toString().replaceFirst("\\?.*", "");
  }

  private static String basic(Credentials.Login login) {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString((login.user() + ":" + login.secret()).getBytes(StandardCharsets.UTF_8));
  }

  private static void add(StringBuilder query, String name, String value) {
    query
        .append(query.length() == 0 ? "" : "&")
        .append(name)
        .append('=')
        .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
  }
}
