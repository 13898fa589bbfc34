package io.github.baci.http;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Tries again what failed for a reason that may pass: after a pause, and after twice as long each
 * time, or after as long as the server asks for. This is the one place where that is decided.
 */
public final class Retry {
  /** How often is asked where the cause may pass. */
  static final int ATTEMPTS = 5;

  /** How often is asked where nobody listens, or where something else came. */
  static final int ATTEMPTS_AT_NOBODY = 3;

  private static final long WORTH_COUNTING = 1 << 20;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private final Pause pause;
  private final Consumer<String> log;
  private final Duration first;
  private final int most;

  /** Waits. */
  @FunctionalInterface
  public interface Pause {
    /** Really waits. */
    Pause SLEEP = time -> Thread.sleep(time.toMillis());

    /** Waits as long as it is told. */
    void of(Duration time) throws InterruptedException;
  }

  /** Something that may fail. */
  @FunctionalInterface
  public interface Attempt<T> {
    /** Tries once. */
    T run() throws IOException, InterruptedException;
  }

  /**
   * Takes how to wait, and who hears why.
   *
   * @param log hears a line for each attempt that follows
   */
  public Retry(Pause pause, Consumer<String> log) {
    this(pause, log, FIRST_PAUSE, ATTEMPTS);
  }

  private Retry(Pause pause, Consumer<String> log, Duration first, int most) {
    this.pause = pause;
    this.log = log;
    this.first = first;
    this.most = most;
  }

  /** Waits this long before the second attempt. */
  public Retry withFirstPause(Duration time) {
    return new Retry(pause, log, time, most);
  }

  /**
   * Tries no more than this often; with 1, only what got on is tried again, and nobody waited for.
   */
  public Retry withAttempts(int attempts) {
    return new Retry(pause, log, first, attempts);
  }

  /**
   * Tries until it goes well, or until it is not worth it.
   *
   * @throws HttpFailure the last failure; says after how many attempts
   */
  public <T> T run(Attempt<T> attempt) throws IOException, InterruptedException {
    return run(attempt, () -> 0);
  }

  /**
   * Tries until it goes well, or until it is not worth it. Attempts that got something done do not
   * count: a large file may come over a bad line in many parts.
   *
   * @param progress returns how many bytes are done
   * @throws HttpFailure the last failure; says after how many attempts
   */
  public <T> T run(Attempt<T> attempt, LongSupplier progress)
      throws IOException, InterruptedException {
    Duration next = first;
    long done = progress.getAsLong();
    for (int number = 1; ; number++) {
      try {
        return attempt.run();
      } catch (HttpFailure failure) {
        boolean gotOn = progress.getAsLong() - done >= WORTH_COUNTING;
        if (gotOn) {
          number = 1;
          next = first;
          done = progress.getAsLong();
        }
        Duration wait = failure.retryAfter().orElse(next);
        boolean isEnough = most == 1 && (!gotOn || failure.retryAfter().isPresent());
        if (failure.attempts() == 1 || isEnough) {
          throw failure;
        }
        if (wait.compareTo(LONGEST_PAUSE) > 0) {
          throw failure.saying(
              "%s; it asks to be left alone for %s".formatted(failure.detail(), inWords(wait)));
        }
        if (!gotOn && number >= Math.min(most, failure.attempts())) {
          throw failure.saying("%s (after %d attempts)".formatted(failure.detail(), number));
        }
        log.accept(
            "%s; attempt %d follows in %d ms"
                .formatted(failure.getMessage(), number + 1, wait.toMillis()));
        pause.of(wait);
        next = next.multipliedBy(2);
      }
    }
  }

  private static String inWords(Duration time) {
    if (time.compareTo(Duration.ofMinutes(3)) < 0) {
      return time.toSeconds() + " s";
    }
    return time.compareTo(Duration.ofHours(3)) < 0
        ? time.toMinutes() + " min"
        : time.toHours() + " h";
  }
}
