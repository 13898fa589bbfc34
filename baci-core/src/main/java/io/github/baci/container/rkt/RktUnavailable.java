package io.github.baci.container.rkt;

import io.github.baci.api.BaciException;

/** rkt cannot start the builder on this machine; the message says why and what to do. */
public final class RktUnavailable extends BaciException {
  private static final long serialVersionUID = 1L;

  RktUnavailable(String message) {
    super(message);
  }

  RktUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
