package io.github.baci.source.registry;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** A registry did not give what it was asked for. The message says the URL and what came back. */
public final class RegistryFailure extends IOException {
  private static final long serialVersionUID = 1L;

  /** What kind of failure it is. */
  public enum Kind {
    /** The registry says that there is no such thing. */
    NOT_FOUND,
    /** The registry wants other credentials, or none would do. */
    DENIED,
    /** The registry was not reached: the name or the port leads nowhere, or TLS failed. */
    UNREACHABLE,
    /** Something that may go well the next time: too many requests, a broken connection. */
    TRANSIENT,
    /** Everything else. */
    OTHER
  }

  private final Kind kind;
  private final transient Optional<Duration> retryAfter;

  /**
   * Makes a failure.
   *
   * @param retryAfter how long the registry asks to wait
   */
  public RegistryFailure(
      Kind kind, String message, Optional<Duration> retryAfter, Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.retryAfter = retryAfter;
  }

  RegistryFailure(Kind kind, String message) {
    this(kind, message, Optional.empty(), null);
  }

  /** Returns the kind. */
  public Kind kind() {
    return kind;
  }

  /** Returns how long the registry asks to wait before the next attempt. */
  public Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
