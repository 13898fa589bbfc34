package io.github.baci.container.host;

import io.github.baci.api.BaciException;

/**
 * The kernel does not let a user namespace mount /proc anew, as parts of the one that is there are
 * hidden.
 */
final class ProcRefusedException extends BaciException {
  private static final long serialVersionUID = 1L;

  ProcRefusedException(String message) {
    super(message);
  }
}
