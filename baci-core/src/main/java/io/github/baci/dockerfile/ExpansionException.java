package io.github.baci.dockerfile;

import io.github.baci.api.BaciException;

/** A word cannot be expanded. The message does not say where the word stands. */
public final class ExpansionException extends BaciException {
  private static final long serialVersionUID = 1L;

  ExpansionException(String message) {
    super(message);
  }
}
