package io.github.baci.source.registry;

import com.google.api.client.http.HttpResponseException;
import com.google.cloud.tools.jib.api.Credential;
import com.google.cloud.tools.jib.api.RegistryAuthenticationFailedException;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.event.EventHandlers;
import com.google.cloud.tools.jib.http.FailoverHttpClient;
import com.google.cloud.tools.jib.registry.RegistryClient;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Asks one repository through jib-core, which makes the requests (OCI distribution specification
 * 1.1), gets and renews tokens, and sends passwords. Here is when to log in, and what to say when
 * that does not help. Safe for several threads.
 */
final class JibSession {
  static final String USER_AGENT = "baci";
  private static final int UNAUTHORIZED = 401;
  private static final String BEARER = "bearer ";

  /** What a login is for: a registry gives tokens that can do no more. */
  enum Access {
    /** Reading. */
    PULL,
    /** Reading and writing. */
    PUSH
  }

  private final RegistryName name;
  private final FailoverHttpClient http;
  private final Credentials credentials;
  private final Access access;
  private RegistryClient client;
  private Credentials.Search search;

  JibSession(RegistryName name, FailoverHttpClient http, Credentials credentials, Access access) {
    this.name = name;
    this.http = http;
    this.credentials = credentials;
    this.access = access;
    this.client = newClient(null);
  }

  private RegistryClient newClient(Credential credential) {
    return RegistryClient.factory(EventHandlers.NONE, name.host(), name.repository(), http)
        .setCredential(credential)
        .setUserAgent(USER_AGENT)
        .newRegistryClient();
  }

  /** What a registry client is asked for. */
  @FunctionalInterface
  interface Question<T> {
    T ask(RegistryClient client) throws IOException, RegistryException;
  }

  RegistryName name() {
    return name;
  }

  /**
   * Asks without a login first; logs in once if the registry asks for that.
   *
   * @param refusal what the registry does not do where it refuses, as in {@code has no such blob}
   */
  <T> T ask(Question<T> question, String refusal) throws IOException {
    RegistryClient asked = client();
    try {
      try {
        return question.ask(asked);
      } catch (IOException | RegistryException e) {
        Optional<HttpResponseException> answer =
            Answers.find(HttpResponseException.class, e)
                .filter(found -> found.getStatusCode() == UNAUTHORIZED);
        if (answer.isEmpty() || !logIn(asked, answer.get())) {
          throw e;
        }
      }
      return question.ask(client());
    } catch (IOException | RegistryException e) {
      throw explain(e, refusal);
    }
  }

  private synchronized RegistryClient client() {
    return client;
  }

  /** Answers a challenge; returns whether there is now another login than the refused one. */
  private synchronized boolean logIn(RegistryClient refused, HttpResponseException answer)
      throws IOException, RegistryException {
    if (client != refused) {
      return true;
    }
    Optional<String> challenge = challenge(answer);
    if (search != null || challenge.isEmpty()) {
      return false;
    }
    search = credentials.find(name.registry(), name.repository());
    Optional<Credential> login = search.login().map(Credentials.Login::credential);
    boolean token = challenge.get().regionMatches(true, 0, BEARER, 0, BEARER.length());
    if (!token && login.filter(found -> !found.isOAuth2RefreshToken()).isEmpty()) {
      return false;
    }
    RegistryClient next = newClient(login.orElse(null));
    if (access == Access.PULL) {
      next.authPullByWwwAuthenticate(challenge.get());
    } else if (!token) {
      next.configureBasicAuth();
    } else if (!next.doPushBearerAuth()) {
      return false;
    }
    client = next;
    return true;
  }

  /** Chooses a challenge that can be answered: a bearer token first, then a password. */
  private static Optional<String> challenge(HttpResponseException answer) {
    List<String> all = answer.getHeaders().getHeaderStringValues("WWW-Authenticate");
    return Stream.of(BEARER, "basic")
        .flatMap(
            scheme ->
                all.stream().filter(one -> one.regionMatches(true, 0, scheme, 0, scheme.length())))
        .findFirst();
  }

  /** Makes one of our failures of what jib-core throws. */
  IOException explain(Exception e, String refusal) {
    Optional<RegistryFailure> failure = Answers.find(RegistryFailure.class, e);
    if (failure.isPresent()) {
      return failure.get();
    }
    boolean noToken = e instanceof RegistryAuthenticationFailedException;
    Optional<HttpResponseException> answer = Answers.find(HttpResponseException.class, e);
    if (answer.isPresent()) {
      return Answers.failure(
          answer.get(), noToken ? "gives no token for " + name : refusal, this::tried);
    }
    if (e instanceof IOException other) {
      return other;
    }
    // jib-core repeats all that it sent, and that may be a secret.
    String message = String.valueOf(e.getMessage()).replaceFirst("(?s); parameters: .*", "");
    return new RegistryFailure(
        RegistryFailure.Kind.OTHER, "%s: %s".formatted(name.host(), message), Optional.empty(), e);
  }

  /** Says which credentials were looked for, in order. */
  private synchronized String tried() {
    return search == null
        ? "the registry did not ask for credentials"
        : "credentials tried: " + String.join("; ", search.tried());
  }
}
