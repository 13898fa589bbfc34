package io.github.baci.store;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;

/**
 * The lock that makes pruning safe while others use the store. It is held for moments: when a store
 * is opened, when an entry that was not used for long is marked as used, and while pruning moves a
 * batch of entries away.
 */
final class PruneLock {
  private PruneLock() {}

  /** Waits for the lock, also when the thread is interrupted, as the wait is short. */
  static Store.Lock acquire(Path root) throws IOException {
    Path directory = root.resolve("locks");
    OwnerOnly.directories(directory);
    boolean isInterrupted = false;
    try {
      while (true) {
        try {
          return FileLocks.acquire(directory.resolve("prune"));
        } catch (InterruptedIOException e) {
          isInterrupted = Thread.interrupted();
        }
      }
    } finally {
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
