package io.github.baci.api;

import java.util.Objects;

/**
 * Something that a user can mend: the message says what happened, where (file, line and column of
 * the Dockerfile, layer and entry, URL) and what to do. It is shown without a stack trace; every
 * other exception is a bug in baci.
 */
public class BaciException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception that has no deeper cause.
   *
   * @param message what happened, where, and what to do
   */
  public BaciException(String message) {
    super(message);
  }

  /**
   * Makes an exception that another one caused.
   *
   * @param message what happened, where, and what to do
   * @param cause what the message was made from, for debug logs
   */
  public BaciException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Returns the message, which there always is. */
  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
