package io.github.baci.source.http;

import java.io.IOException;
import java.util.OptionalInt;

/** A server did not give what it was asked for. The message says what came back, not the URL. */
public final class HttpFailure extends IOException {
  private static final long serialVersionUID = 1L;

  private final int status;

  HttpFailure(int status, String message) {
    super(message);
    this.status = status;
  }

  HttpFailure(String message, Throwable cause) {
    super(message, cause);
    this.status = 0;
  }

  /** Returns the status that the server answered with, if it is what failed. */
  public OptionalInt status() {
    return status == 0 ? OptionalInt.empty() : OptionalInt.of(status);
  }

  /** Returns whether the server says that there is no such thing, or none for us: 4xx. */
  public boolean isRefusal() {
    return status >= 400 && status < 500;
  }
}
