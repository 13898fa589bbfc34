package io.github.baci.build.shared;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The time that one build may lose to its step cache: that in which it waits and nothing comes, and
 * that in which something came that turned out to be of no use. When it is used up, nobody waits
 * any more. Safe for several threads.
 */
final class Patience {
  /** A registry that has taken a blob may be silent while it writes down what it got. */
  private static final long BYTES_PER_SECOND = 32 << 20;

  private final AtomicLong left;
  private final AtomicLong moved = new AtomicLong(System.nanoTime());
  private final AtomicLong sent = new AtomicLong();
  private final AtomicInteger busy = new AtomicInteger();

  /**
   * Begins a build.
   *
   * @param most the time that it may lose
   */
  Patience(Duration most) {
    this.left = new AtomicLong(most.toNanos());
  }

  /** Hears that something came. */
  void moved() {
    moved.set(System.nanoTime());
  }

  /** Hears that this process has work to do, during which no registry can be silent. */
  void working() {
    busy.incrementAndGet();
  }

  /** Hears that it is done. */
  void worked() {
    moved();
    busy.decrementAndGet();
  }

  /** Hears that a registry is given bytes, or, with a negative number, that it answers to them. */
  void sent(long bytes) {
    sent.addAndGet(bytes);
    moved();
  }

  /** Hears of time, in nanoseconds, that was lost. */
  void lost(long nanos) {
    left.addAndGet(-nanos);
  }

  /** Returns whether nobody shall wait any more. */
  boolean isOver() {
    return left.get() <= 0;
  }

  /**
   * Waits for something as long as anything moves.
   *
   * @throws TimeoutException if nothing has moved for all the time that was left; it is canceled
   * @throws ExecutionException if it fails
   */
  <T> T await(Future<T> something)
      throws InterruptedException, ExecutionException, TimeoutException {
    long begin = System.nanoTime();
    while (true) {
      long now = System.nanoTime();
      long silent = busy.get() > 0 ? 0 : now - Math.max(begin, moved.get());
      long may = left.get() + sent.get() * TimeUnit.SECONDS.toNanos(1) / BYTES_PER_SECOND;
      try {
        return something.get(Math.max(may - silent, 1), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        if (silent >= may) {
          lost(silent);
          something.cancel(true);
          throw e;
        }
      }
    }
  }
}
