package io.github.baci.signature;

import io.github.baci.api.BaciException;

/** What must be signed has no good signature of a trusted key. */
public final class UntrustedSignature extends BaciException {
  private static final long serialVersionUID = 1L;

  /** Says what is wrong with the signature. */
  public UntrustedSignature(String message) {
    super(message);
  }

  /** Says what is wrong with the signature, and what with the file if it is that. */
  public UntrustedSignature(String message, Throwable cause) {
    super(message, cause);
  }
}
