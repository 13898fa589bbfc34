package io.github.baci.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Hands on what went wrong in another thread. */
final class ThreadFailure {
  private ThreadFailure() {}

  /**
   * Throws what another thread threw.
   *
   * @return never; lets callers write {@code throw}
   */
  static RuntimeException rethrow(@Nullable Throwable failure) throws InterruptedException {
    if (failure instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof InterruptedException) {
      throw new InterruptedException();
    }
    if (failure instanceof IOException io) {
      throw new UncheckedIOException(io);
    }
    throw new IllegalStateException(failure);
  }
}
