package io.github.baci.store;

import io.github.baci.api.BaciException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Locks between threads and processes.
 *
 * <p>POSIX file locks belong to the process, and a process loses its lock on a file when it closes
 * <em>any</em> channel to that file. Therefore a channel is only ever closed by the one who holds
 * the lock: threads queue up at a semaphore before they open the file, and a thread that gave up
 * waiting leaves its channel to a background thread.
 */
final class FileLocks {
  private static final int FIRST_PAUSE_MILLIS = 1;
  private static final int LONGEST_PAUSE_MILLIS = 20;

  /**
   * One semaphore for each lock file. Static because what it guards, the file locks, is the
   * process's own: two stores that are open on one directory must share it.
   */
  private static final ConcurrentMap<Path, Semaphore> THREADS = new ConcurrentHashMap<>();

  private FileLocks() {}

  /**
   * Waits for the lock on a file.
   *
   * @param file made if it is missing; its directory is there, and is a real path
   */
  static Store.Lock acquire(Path file) throws IOException {
    Semaphore threads = THREADS.computeIfAbsent(file, key -> new Semaphore(1));
    try {
      threads.acquire();
    } catch (InterruptedException e) {
      throw interrupted(file);
    }
    FileChannel channel;
    try {
      channel = OwnerOnly.open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE));
    } catch (IOException e) {
      threads.release();
      throw e;
    }
    try {
      await(channel, file);
    } catch (InterruptedException e) {
      abandon(channel, file, threads);
      throw interrupted(file);
    } catch (IOException | RuntimeException e) {
      close(channel, threads);
      throw e;
    }
    return new Held(channel, threads);
  }

  private static void await(FileChannel channel, Path file)
      throws IOException, InterruptedException {
    int pause = FIRST_PAUSE_MILLIS;
    while (tryLock(channel, file) == null) {
      Thread.sleep(pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
    }
  }

  /** Returns null if another process has it, or this one through another class loader. */
  private static @Nullable FileLock tryLock(FileChannel channel, Path file) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    } catch (IOException e) {
      throw new BaciException(
          "'%s' cannot be locked (%s); choose a store directory on a file system with file locks"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private static void abandon(FileChannel channel, Path file, Semaphore threads) {
    Thread waiter =
        new Thread(
            () -> {
              try {
                await(channel, file);
              } catch (IOException | InterruptedException | RuntimeException e) {
                // Whatever happened, nobody waits for this lock.
              }
              close(channel, threads);
            },
            "baci-abandoned-lock");
    waiter.setDaemon(true);
    waiter.start();
  }

  private static void close(FileChannel channel, Semaphore threads) {
    try {
      channel.close();
    } catch (IOException e) {
      // The lock is gone either way.
    } finally {
      threads.release();
    }
  }

  private static InterruptedIOException interrupted(Path file) {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted while waiting for the lock '" + file + "'");
  }

  private static final class Held implements Store.Lock {
    private final FileChannel channel;
    private final Semaphore threads;
    private boolean closed;

    Held(FileChannel channel, Semaphore threads) {
      this.channel = channel;
      this.threads = threads;
    }

    @Override
    public synchronized void close() {
      if (!closed) {
        closed = true;
        FileLocks.close(channel, threads);
      }
    }
  }
}
