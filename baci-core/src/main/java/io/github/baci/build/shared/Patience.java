package io.github.baci.build.shared;

import io.github.baci.source.pull.RepositoryLayers;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The time that one build may lose to its step cache: that in which it waits and nothing comes, and
 * that in which something came that turned out to be of no use. When it is used up, nobody waits
 * any more. What comes is worth a time of its own, so that a registry that lets bytes or answers
 * trickle does not hold the build up for ever. Safe for several threads.
 */
final class Patience implements RepositoryLayers.Arrival {
  /** A registry that has taken a blob may be silent while it writes down what it got. */
  private static final long BYTES_PER_SECOND = 32 << 20;

  /** What comes more slowly is as good as nothing. */
  private static final long LEAST_PER_SECOND = 32 << 10;

  /** So many answers have to come while nothing else may be lost: tens in a second. */
  private static final int ANSWERS = 20;

  private final LongSupplier clock;
  private final long answer;
  private final AtomicLong left;
  private final AtomicLong moved;
  private final AtomicLong sent = new AtomicLong();
  private final AtomicInteger busy = new AtomicInteger();

  /**
   * Begins a build.
   *
   * @param most the time that it may lose
   */
  Patience(Duration most) {
    this(most, System::nanoTime);
  }

  /**
   * Begins a build.
   *
   * @param clock tells nanoseconds, of which differences count
   */
  Patience(Duration most, LongSupplier clock) {
    this.clock = clock;
    this.moved = new AtomicLong(clock.getAsLong());
    this.left = new AtomicLong(most.toNanos());
    this.answer = most.toNanos() / ANSWERS;
  }

  /** Hears that something begins, or that a registry has done what it was asked to do. */
  void moved() {
    moved.set(clock.getAsLong());
  }

  @Override
  public void answered() {
    advance(answer);
  }

  @Override
  public void came(long bytes, long nanos) {
    advance(nanos + bytes * TimeUnit.SECONDS.toNanos(1) / LEAST_PER_SECOND);
  }

  private void advance(long nanos) {
    long at = moved.get();
    while (!moved.compareAndSet(at, at + Math.min(nanos, clock.getAsLong() - at))) {
      at = moved.get();
    }
  }

  /** Hears that this process has work to do, during which no registry can be silent. */
  @Override
  public void working() {
    busy.incrementAndGet();
  }

  /** Hears that it is done. */
  @Override
  public void worked() {
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

  /** Returns for how many nanoseconds nothing has come that would be worth them. */
  long silence() {
    return busy.get() > 0 ? 0 : clock.getAsLong() - moved.get();
  }

  /**
   * Waits for something as long as anything moves; what it belongs to has said that it begins.
   *
   * @throws TimeoutException if nothing has moved for all the time that was left; it is canceled
   * @throws ExecutionException if it fails
   */
  <T> T await(Future<T> something)
      throws InterruptedException, ExecutionException, TimeoutException {
    while (true) {
      long silent = silence();
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
