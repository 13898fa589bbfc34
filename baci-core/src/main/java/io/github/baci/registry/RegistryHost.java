package io.github.baci.registry;

import io.github.baci.http.Http;
import io.github.baci.http.HttpAnswer;
import io.github.baci.http.HttpFailure;
import io.github.baci.http.HttpQuestion;
import io.github.baci.http.PlainHttp;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One registry and how it is spoken to: hosts that may be asked over plain HTTP are asked in the
 * order that {@link PlainHttp} says, once, and then as it worked. Certificates are always verified.
 * Safe for several threads.
 */
final class RegistryHost {
  private static final int MOST_KEPT = 64 << 10;
  private static final int WRONG_SCHEME = 400;

  private final String authority;
  private final PlainHttp plainHttp;
  private final Http http;
  private final Http impatient;
  private volatile Optional<String> settled = Optional.empty();

  /**
   * Prepares for a registry.
   *
   * @param impatient asks whether a server that refused plain HTTP speaks HTTPS: one that does not
   *     may well say nothing at all to that
   */
  RegistryHost(String authority, PlainHttp plainHttp, Http http, Http impatient) {
    this.authority = authority;
    this.plainHttp = plainHttp;
    this.http = http;
    this.impatient = impatient;
  }

  /**
   * Asks the registry.
   *
   * @param question makes the question of the registry's URL
   * @throws HttpFailure if there is no answer; the message says the URL
   */
  HttpAnswer ask(Function<URI, HttpQuestion> question) throws HttpFailure, InterruptedException {
    List<String> schemes = settled.map(List::of).orElseGet(() -> plainHttp.schemes(authority));
    Optional<HttpAnswer> refused = Optional.empty();
    Optional<HttpFailure> first = Optional.empty();
    for (String scheme : schemes) {
      boolean isLast = scheme.equals(schemes.get(schemes.size() - 1));
      HttpQuestion asked = question.apply(URI.create(scheme + "://" + authority + "/"));
      try {
        HttpAnswer answer = (refused.isPresent() ? impatient : http).ask(asked);
        if (answer.status() == WRONG_SCHEME && scheme.equals("http") && !isLast) {
          HttpAnswer kept = kept(answer);
          if (!isRegistrys(kept)) {
            // So do servers of HTTPS answer, and so do others for reasons of their own.
            refused = Optional.of(kept);
            continue;
          }
          answer = kept;
        }
        settled = Optional.of(scheme);
        return answer;
      } catch (HttpFailure e) {
        HttpFailure failure = e.saying(HttpAnswer.place(asked.url()) + ": " + e.detail());
        if (refused.isPresent() && e.kind() != HttpFailure.Kind.CERTIFICATE) {
          settled = Optional.of("http");
          return refused.get();
        }
        if (isLast || !maySpeakOther(e)) {
          throw maySpeakOther(e) ? first.orElse(failure) : failure;
        }
        first = Optional.of(failure);
      }
    }
    return refused.orElseThrow();
  }

  /**
   * Tells whether a failure looks like HTTP spoken to HTTPS, or the other way round, or like a
   * default port on which nobody listens.
   */
  private boolean maySpeakOther(HttpFailure e) {
    return switch (e.kind()) {
      case TLS, BROKEN -> true;
      case UNREACHABLE -> !authority.matches(".*:[0-9]+");
      default -> false;
    };
  }

  /** Tells an answer of a registry from one of a server that was spoken to in the wrong way. */
  private static boolean isRegistrys(HttpAnswer answer) {
    try {
      int start = answer.body().read();
      answer.body().reset();
      return start == '{' || answer.header("Docker-Distribution-Api-Version").isPresent();
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory can be read", e);
    }
  }

  private static HttpAnswer kept(HttpAnswer answer) {
    byte[] body;
    try (answer) {
      body = answer.body().readNBytes(MOST_KEPT);
    } catch (IOException e) {
      body = new byte[0];
    }
    return new HttpAnswer(
        answer.url(), answer.status(), answer.headers(), new ByteArrayInputStream(body));
  }
}
