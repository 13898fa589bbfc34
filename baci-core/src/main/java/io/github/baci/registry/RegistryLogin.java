package io.github.baci.registry;

import io.github.baci.http.Http;
import io.github.baci.http.HttpFailure;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The login to one registry, for one repository's sake: nothing is sent before the registry asks
 * for it; then what it asks for, with every request. Tokens are kept by what they are good for, and
 * renewed before they end. Safe for several threads.
 */
final class RegistryLogin {
  private final String registry;
  private final String repository;
  private final LoginSearch search;
  private final TokenServer tokens;
  private final Consumer<String> warnings;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<TokenServer.Token> known = new ArrayList<>();
  private Optional<Challenge> challenge = Optional.empty();
  private Optional<URI> challenger = Optional.empty();
  private Optional<LoginSearch.Found> found = Optional.empty();
  private Optional<String> notSent = Optional.empty();
  private Scopes wanted = Scopes.parse("");
  private boolean warned;
  private boolean probed;

  /**
   * Prepares for a registry.
   *
   * @param registry the registry as it is written in names
   * @param warnings hears once if the login goes to another place than the registry
   */
  RegistryLogin(
      String registry,
      String repository,
      LoginSearch search,
      TokenServer tokens,
      Consumer<String> warnings) {
    this.registry = registry;
    this.repository = repository;
    this.search = search;
    this.tokens = tokens;
    this.warnings = warnings;
  }

  /**
   * Returns the header value to ask with; nothing as long as the registry has asked for none, or
   * there is none.
   *
   * @throws HttpFailure if there is no token to be had
   */
  Optional<String> authorization(Scopes scopes) throws IOException, InterruptedException {
    lock.lockInterruptibly();
    try {
      if (challenge.isEmpty()) {
        return Optional.empty();
      }
      if (challenge.get().scheme().equals(Challenge.BASIC)) {
        return login()
            .filter(Login::isPassword)
            .map(login -> Http.basic(login.user(), login.password()));
      }
      Optional<String> own = login().flatMap(Login::registryToken);
      return Optional.of("Bearer " + (own.isPresent() ? own.get() : token(scopes)));
    } finally {
      lock.unlock();
    }
  }

  private String token(Scopes scopes) throws IOException, InterruptedException {
    known.removeIf(token -> !token.isValid());
    for (TokenServer.Token token : known) {
      if (token.scopes().cover(scopes)) {
        return token.value();
      }
    }
    TokenRealm realm = TokenRealm.of(challenger.orElseThrow(), challenge.orElseThrow());
    Optional<Login> login = login();
    if (login.isPresent() && !realm.mayHaveLogin()) {
      notSent =
          Optional.of(
              "it was not sent to %s, which is another host, or not reached over HTTPS from end to end"
                  .formatted(realm.url()));
      login = Optional.empty();
    }
    if (login.isPresent() && realm.isFarAway() && !warned) {
      warned = true;
      warnings.accept(
          "the registry %s has its login checked by %s, where it is sent to"
              .formatted(registry, realm.url().getHost()));
    }
    TokenServer.Token token =
        tokens.token(
            realm, challenge.get().parameter("service"), scopes.plus(wantedBeside(scopes)), login);
    known.add(token);
    return token.value();
  }

  /** Registries may want more than the rules say; never more than for what is asked for here. */
  private Scopes wantedBeside(Scopes scopes) {
    return new Scopes(
        wanted.actions().entrySet().stream()
            .filter(each -> scopes.actions().containsKey(each.getKey()))
            .collect(
                java.util.stream.Collectors.toMap(
                    java.util.Map.Entry::getKey, java.util.Map.Entry::getValue)));
  }

  /**
   * Takes a challenge; returns whether it makes sense to ask again.
   *
   * @param from the URL that was answered with it
   * @param sent what was refused
   */
  boolean respond(Challenge asked, URI from, Optional<String> sent, Scopes scopes)
      throws IOException, InterruptedException {
    lock.lockInterruptibly();
    try {
      boolean isBearer = asked.scheme().equals(Challenge.BEARER);
      if (challenge.isPresent() && !sent.equals(current(scopes))) {
        // Another thread has logged in meanwhile.
        return true;
      }
      challenge = Optional.of(asked);
      challenger = Optional.of(from);
      if (!isBearer) {
        return login().filter(Login::isPassword).isPresent()
            && sent.filter(value -> value.startsWith("Basic ")).isEmpty();
      }
      known.removeIf(token -> sent.equals(Optional.of("Bearer " + token.value())));
      asked.parameter("scope").ifPresent(more -> wanted = wanted.plus(Scopes.parse(more)));
      return login().flatMap(Login::registryToken).isEmpty() || sent.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Returns what would be sent now, without asking anybody. */
  private Optional<String> current(Scopes scopes) throws InterruptedException {
    if (challenge.orElseThrow().scheme().equals(Challenge.BASIC)) {
      return login()
          .filter(Login::isPassword)
          .map(login -> Http.basic(login.user(), login.password()));
    }
    return known.stream()
        .filter(token -> token.isValid() && token.scopes().cover(scopes))
        .findFirst()
        .map(token -> "Bearer " + token.value());
  }

  /**
   * Returns whether it is worth asking the registry for its challenge, because it refused something
   * to nobody without one, and there is a login for it. True once.
   */
  boolean isWorthProbing() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (probed || challenge.isPresent()) {
        return false;
      }
      probed = true;
      return login().isPresent();
    } finally {
      lock.unlock();
    }
  }

  private Optional<Login> login() throws InterruptedException {
    if (found.isEmpty()) {
      found = Optional.of(search.find(registry, repository));
    }
    return found.get().login();
  }

  /** Says which credentials were looked for, in order. */
  String tried() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      return found
          .map(
              search ->
                  "credentials tried: "
                      + String.join("; ", search.tried())
                      + notSent.map(why -> "; " + why).orElse(""))
          .orElse("the registry did not ask for credentials");
    } finally {
      lock.unlock();
    }
  }
}
