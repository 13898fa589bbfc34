package io.github.baci.registry;

import io.github.baci.http.HttpAnswer;
import io.github.baci.http.HttpFailure;
import io.github.baci.http.HttpQuestion;
import io.github.baci.http.Retry;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Has conversations with one registry: logs in where it asks for that, and tries again where it is
 * worth it. Safe for several threads.
 */
final class RegistryCaller {
  private static final int UNAUTHORIZED = 401;

  /** How often a registry may ask for another login for one question. */
  private static final int LOGINS = 2;

  /** So do registries answer nobody in particular that do not say that they want a login. */
  private static final Set<Integer> COY = Set.of(400, 403, 404);

  private final RegistryHost host;
  private final RegistryLogin login;
  private final Retry retry;

  RegistryCaller(RegistryHost host, RegistryLogin login, Retry retry) {
    this.host = host;
    this.login = login;
    this.retry = retry;
  }

  Retry retry() {
    return retry;
  }

  /**
   * Asks until it goes well, or until it is not worth it.
   *
   * @throws HttpFailure if the registry does not answer as the conversation wants
   */
  <T> T call(Conversation<T> conversation) throws IOException, InterruptedException {
    return retry.run(() -> once(conversation));
  }

  /** Asks once, logged in. */
  <T> T once(Conversation<T> conversation) throws IOException, InterruptedException {
    Exchange exchange = exchange(conversation);
    for (int logins = 0; exchange.wantsLogin() && logins < LOGINS; logins++) {
      Optional<Challenge> challenge = Challenge.choose(exchange.answer.headers("WWW-Authenticate"));
      if (challenge.isEmpty()
          || !login.respond(
              challenge.get(), exchange.answer.url(), exchange.sent, conversation.scopes())) {
        break;
      }
      exchange.answer.close();
      exchange = exchange(conversation);
    }
    if (exchange.sent.isEmpty()
        && COY.contains(exchange.answer.status())
        && login.isWorthProbing()
        && probe(conversation.scopes())) {
      exchange.answer.close();
      exchange = exchange(conversation);
    }
    try (HttpAnswer answer = exchange.answer) {
      if (conversation.isAnswer(answer.status())) {
        return read(conversation, answer);
      }
      HttpFailure failure = RegistryErrors.failure(answer, exchange.method);
      throw exchange.own ? denied(failure) : failure;
    }
  }

  private static <T> T read(Conversation<T> conversation, HttpAnswer answer) throws IOException {
    try {
      return conversation.read(answer);
    } catch (HttpFailure e) {
      throw e.saying(answer.place() + ": " + e.detail());
    }
  }

  /** A question and its answer. */
  private static final class Exchange {
    private final HttpAnswer answer;
    private final Optional<String> sent;
    private final String method;
    private final boolean own;

    Exchange(HttpAnswer answer, Optional<String> sent, String method, boolean own) {
      this.answer = answer;
      this.sent = sent;
      this.method = method;
      this.own = own;
    }

    /** What lies behind a redirect cannot ask for a login: it would get the registry's. */
    boolean wantsLogin() {
      return own && answer.status() == UNAUTHORIZED;
    }
  }

  private Exchange exchange(Conversation<?> conversation) throws IOException, InterruptedException {
    Optional<String> authorization;
    try {
      authorization = login.authorization(conversation.scopes());
    } catch (HttpFailure e) {
      throw denied(e);
    }
    Asked asked = new Asked();
    HttpAnswer answer =
        host.ask(
            base -> {
              HttpQuestion question = conversation.question(base);
              asked.own = HttpQuestion.isSameServer(base, question.url());
              asked.base = base;
              asked.method = question.method();
              return asked.own ? question.withLogin(authorization) : question;
            });
    return new Exchange(
        answer,
        asked.own ? authorization : Optional.empty(),
        asked.method,
        asked.own && asked.base != null && HttpQuestion.isSameServer(asked.base, answer.url()));
  }

  /** What was asked last. */
  private static final class Asked {
    private boolean own;
    private @Nullable URI base;
    private String method = "";
  }

  /** Asks the registry for its challenge; returns whether there is now a login to try. */
  private boolean probe(Scopes scopes) throws IOException, InterruptedException {
    try (HttpAnswer answer = host.ask(base -> HttpQuestion.get(base.resolve("/v2/")))) {
      Optional<Challenge> challenge = Challenge.choose(answer.headers("WWW-Authenticate"));
      return answer.status() == UNAUTHORIZED
          && challenge.isPresent()
          && login.respond(challenge.get(), answer.url(), Optional.empty(), scopes);
    }
  }

  private HttpFailure denied(HttpFailure failure) throws InterruptedException {
    return failure.kind() == HttpFailure.Kind.DENIED
        ? failure.saying(failure.detail() + "; " + login.tried())
        : failure;
  }
}
