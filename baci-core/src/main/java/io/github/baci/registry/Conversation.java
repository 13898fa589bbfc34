package io.github.baci.registry;

import io.github.baci.http.HttpAnswer;
import io.github.baci.http.HttpQuestion;
import java.io.IOException;
import java.net.URI;

/** One question that a registry can be asked, and what is made of its answer. */
interface Conversation<T> {
  /**
   * Returns the question, without a login.
   *
   * @param registry the URL of the registry, which ends with a slash
   */
  HttpQuestion question(URI registry);

  /** Returns what the login has to be good for. */
  Scopes scopes();

  /** Returns whether a status is an answer, and no failure. */
  default boolean isAnswer(int status) {
    return status >= 200 && status < 300;
  }

  /** Reads an answer. Failures need not say the URL. */
  T read(HttpAnswer answer) throws IOException;
}
