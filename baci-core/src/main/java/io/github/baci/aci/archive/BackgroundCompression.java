package io.github.baci.aci.archive;

import io.github.baci.api.AciCompression;
import io.github.baci.api.Digest;
import io.github.baci.concurrent.DaemonThreads;
import io.github.baci.store.Store;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * The one thread that compresses chunks into the store while layers are still being made. Safe for
 * several threads.
 */
final class BackgroundCompression implements AutoCloseable {
  /** A slow or busy machine shows in how long the build has taken until now. */
  private static final int TIMES_AS_LONG = 3;

  private final Store store;
  private final Duration patience;
  private final long began = System.nanoTime();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(new DaemonThreads("baci-compress-ahead"));

  /** The layers that were gone through; for the thread alone. */
  private final Set<Digest> done = new HashSet<>();

  private CountDownLatch stopped = new CountDownLatch(1);
  private CountDownLatch outdated = new CountDownLatch(1);
  private boolean isUsed;

  /**
   * Prepares; the thread starts when it is needed.
   *
   * @param patience how long what begins later waits at least
   */
  BackgroundCompression(Store store, Duration patience) {
    this.store = store;
    this.patience = patience;
  }

  /** Begins to compress files that stay as they are. */
  synchronized void begin(Difference files, AciCompression compression) {
    execute(new AheadCompression(store, () -> files, compression, done), Duration.ZERO, stopped);
  }

  /**
   * Begins to compress files that may change, if nothing else is asked for in the meantime: after
   * three times as long as the build has taken until now, or the least time.
   *
   * @param files is asked for them at once
   */
  synchronized void beginLater(Supplier<Difference> files, AciCompression compression) {
    outdated.countDown();
    outdated = new CountDownLatch(1);
    Duration late = Duration.ofNanos((System.nanoTime() - began) * TIMES_AS_LONG);
    Duration wait = late.compareTo(patience) > 0 ? late : patience;
    execute(new AheadCompression(store, files, compression, done), wait, outdated);
  }

  private void execute(AheadCompression work, Duration wait, CountDownLatch stop) {
    isUsed = true;
    thread.execute(() -> work.run(wait, stop));
  }

  /** Gives up what is not finished, and waits until what is done is in the store. */
  void stop() throws InterruptedException {
    Future<?> last;
    synchronized (this) {
      giveUp();
      if (!isUsed) {
        return;
      }
      last = thread.submit(() -> {});
    }
    try {
      last.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private void giveUp() {
    stopped.countDown();
    stopped = new CountDownLatch(1);
    outdated.countDown();
  }

  @Override
  public void close() {
    synchronized (this) {
      giveUp();
    }
    thread.shutdown();
    DaemonThreads.awaitEnd(thread);
  }
}
