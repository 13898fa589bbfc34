package io.github.baci.http;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A server was asked and did not give what it was asked for. The message begins with what happened,
 * and says neither the URL nor the server where the one who asked says it anyway.
 */
public final class HttpFailure extends IOException {
  private static final long serialVersionUID = 1L;

  /** What happened. */
  public enum Kind {
    /** The server says that it is asked too often: 429. */
    RATE_LIMIT("rate limit"),
    /** The server has a fault of its own, or is too busy: 5xx, 408, 425. */
    SERVER_FAULT("server fault"),
    /** The server wants another login, or none would do: 401, 403. */
    DENIED("refused"),
    /** The server says that there is no such thing: 404. */
    NOT_FOUND("unknown name"),
    /** No name server knows the host. */
    UNKNOWN_HOST("unknown host"),
    /** The host does not answer, or nobody listens at the port. */
    UNREACHABLE("not reached"),
    /** The proxy does not lead to the host. */
    PROXY("proxy refuses"),
    /** The server's certificate is not one that is trusted. */
    CERTIFICATE("certificate not trusted"),
    /** What answers speaks no TLS, or none that this side speaks. */
    TLS("no TLS"),
    /** The connection ended too early. */
    BROKEN("connection broken"),
    /** The server sent nothing for too long. */
    STALLED("stalled"),
    /** Something else came than what was asked for: other bytes, more of them, no sense. */
    WRONG_ANSWER("wrong answer"),
    /** Everything else, first of all what this side does not do. */
    OTHER("failed");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** Returns what happened in a few words, as messages begin. */
    public String words() {
      return words;
    }

    /** Returns the kind of an HTTP status that is no success. */
    public static Kind of(int status) {
      return switch (status) {
        case 429 -> RATE_LIMIT;
        case 401, 403 -> DENIED;
        case 404 -> NOT_FOUND;
        case 407 -> PROXY;
        case 408, 425 -> SERVER_FAULT;
        case 416 -> WRONG_ANSWER;
        default -> status >= 500 ? SERVER_FAULT : OTHER;
      };
    }

    /** Returns whether there is no answer that could be relied on, now. */
    public boolean isAway() {
      return switch (this) {
        case RATE_LIMIT,
            SERVER_FAULT,
            UNKNOWN_HOST,
            UNREACHABLE,
            PROXY,
            CERTIFICATE,
            TLS,
            BROKEN,
            STALLED ->
            true;
        case DENIED, NOT_FOUND, WRONG_ANSWER, OTHER -> false;
      };
    }
  }

  private final Kind kind;
  private final int status;
  private final String detail;
  private final transient Optional<Duration> retryAfter;

  /**
   * Makes a failure.
   *
   * @param status the status that the server answered with, or 0
   * @param detail what is to be said beside the kind
   * @param retryAfter how long the server asks to be left alone
   */
  public HttpFailure(Kind kind, int status, String detail, Optional<Duration> retryAfter) {
    super(kind.words() + ": " + detail);
    this.kind = kind;
    this.status = status;
    this.detail = detail;
    this.retryAfter = retryAfter;
  }

  /** Makes a failure, as the other constructor, that something else caused. */
  public HttpFailure(
      Kind kind, int status, String detail, Optional<Duration> retryAfter, Throwable cause) {
    super(kind.words() + ": " + detail, cause);
    this.kind = kind;
    this.status = status;
    this.detail = detail;
    this.retryAfter = retryAfter;
  }

  /** Makes a failure without an answer. */
  public HttpFailure(Kind kind, String detail) {
    this(kind, 0, detail, Optional.empty());
  }

  /** Makes a failure without an answer that something else caused. */
  public HttpFailure(Kind kind, String detail, Throwable cause) {
    this(kind, 0, detail, Optional.empty(), cause);
  }

  /** Returns the same failure with other details. */
  public HttpFailure saying(String other) {
    return new HttpFailure(kind, status, other, retryAfter, this);
  }

  /** Returns the message, which there always is. */
  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }

  /** Returns the details, without the kind. */
  public String detail() {
    return detail;
  }

  /** Returns a message that begins with what happened, and says what does not work therefore. */
  public String explain(String what) {
    return "%s: %s: %s".formatted(kind.words(), what, detail);
  }

  /** Returns what happened. */
  public Kind kind() {
    return kind;
  }

  /** Returns the status that the server answered with, if it is what failed. */
  public OptionalInt status() {
    return status == 0 ? OptionalInt.empty() : OptionalInt.of(status);
  }

  /** Returns how long the server asks to wait before the next attempt. */
  public Optional<Duration> retryAfter() {
    return retryAfter == null ? Optional.empty() : retryAfter;
  }

  /** Returns whether the server says that there is no such thing, or none for us: 4xx. */
  public boolean isRefusal() {
    return status >= 400 && status < 500;
  }

  /**
   * Returns how many times it is worth asking in all: more often where the cause passes, not again
   * where the answer would be the same.
   */
  int attempts() {
    return switch (kind) {
      case RATE_LIMIT, SERVER_FAULT, BROKEN, STALLED -> Retry.ATTEMPTS;
      case WRONG_ANSWER, UNREACHABLE -> Retry.ATTEMPTS_AT_NOBODY;
      case DENIED, NOT_FOUND, UNKNOWN_HOST, PROXY, CERTIFICATE, TLS, OTHER -> 1;
    };
  }
}
