package io.github.baci.source.aci;

import io.github.baci.api.BaciException;

/** An image that must be signed has no good signature of a trusted key. */
final class UntrustedImage extends BaciException {
  private static final long serialVersionUID = 1L;

  UntrustedImage(String message, Throwable cause) {
    super(message, cause);
  }
}
