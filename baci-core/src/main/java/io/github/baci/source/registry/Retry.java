package io.github.baci.source.registry;

import io.github.baci.BuildListener;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Tries again what failed for a reason that may pass: after half a second, and after twice as long
 * each time, or after as long as the registry asks for.
 */
public final class Retry {
  private static final int ATTEMPTS = 5;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private final Pause pause;
  private final Consumer<String> log;

  /** Waits. */
  @FunctionalInterface
  public interface Pause {
    /** Waits as long as it is told. */
    void of(Duration time) throws InterruptedException;
  }

  /** Something that may fail. */
  @FunctionalInterface
  interface Attempt<T> {
    T run() throws IOException, InterruptedException;
  }

  /** Takes how to wait, and who hears why. */
  public Retry(Pause pause, BuildListener listener) {
    this.pause = pause;
    this.log = listener::debug;
  }

  <T> T run(Attempt<T> attempt) throws IOException, InterruptedException {
    Duration next = FIRST_PAUSE;
    for (int number = 1; ; number++) {
      try {
        return attempt.run();
      } catch (RegistryFailure failure) {
        Duration wait = failure.retryAfter().orElse(next);
        if (failure.kind() != RegistryFailure.Kind.TRANSIENT) {
          throw failure;
        }
        if (number == ATTEMPTS || wait.compareTo(LONGEST_PAUSE) > 0) {
          throw new RegistryFailure(
              failure.kind(),
              failure.getMessage()
                  + (number == ATTEMPTS
                      ? " (after %d attempts)".formatted(ATTEMPTS)
                      : "; it asks to be left alone for %d s".formatted(wait.toSeconds())),
              failure.retryAfter(),
              failure);
        }
        log.accept(
            "%s; attempt %d follows in %d ms"
                .formatted(failure.getMessage(), number + 1, wait.toMillis()));
        pause.of(wait);
        next = next.multipliedBy(2);
      }
    }
  }
}
