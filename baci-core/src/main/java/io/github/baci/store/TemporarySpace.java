package io.github.baci.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The temporary files and directories of one open store: a directory below {@code tmp}, made when
 * it is first needed, and beside it a {@code .lock} file that the process holds a lock on as long
 * as the store is open. A directory whose lock is free, or that has none, was left by a killed
 * process.
 */
final class TemporarySpace {
  private static final String LOCK_SUFFIX = ".lock";

  private final Path directory;
  private final AtomicLong counter = new AtomicLong();
  private @Nullable FileChannel liveness;
  private @Nullable Path own;
  private boolean isMade;
  private boolean closed;

  TemporarySpace(Path directory) {
    this.directory = directory;
  }

  Path newFile() throws IOException {
    return OwnerOnly.file(own().resolve("file-" + counter.incrementAndGet()));
  }

  Path newDirectory() throws IOException {
    return OwnerOnly.directory(own().resolve("directory-" + counter.incrementAndGet()));
  }

  /** Lets others see that the store is open, and since when. */
  synchronized void register() throws IOException {
    var unused = registered();
  }

  private Path registered() throws IOException {
    OwnerOnly.directories(directory);
    while (liveness == null || own == null) {
      String name = ownPrefix() + Long.toHexString(ThreadLocalRandom.current().nextLong());
      liveness = lockNew(directory.resolve(name + LOCK_SUFFIX));
      own = directory.resolve(name);
    }
    return own;
  }

  /**
   * Returns whether a directory belongs to the user who makes files here, as far as it is known.
   */
  synchronized boolean isOfOwner(Path other) throws IOException {
    String name = registered().getFileName() + LOCK_SUFFIX;
    return OwnerOnly.haveOneOwner(directory.resolve(name), other);
  }

  private synchronized Path own() throws IOException {
    if (closed) {
      throw new IllegalStateException("the store is closed");
    }
    Path made = registered();
    if (!isMade) {
      OwnerOnly.directory(made);
      isMade = true;
    }
    return made;
  }

  /**
   * Returns when the store that has been open for longest was opened.
   *
   * @param except spaces that do not count
   */
  Optional<Instant> oldest(List<TemporarySpace> except) throws IOException {
    Set<String> ignored = new HashSet<>();
    for (TemporarySpace space : except) {
      if (space.own != null) {
        ignored.add(space.own.getFileName() + LOCK_SUFFIX);
      }
    }
    Instant oldest = Instant.MAX;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + LOCK_SUFFIX)) {
      for (Path file : files) {
        if (!ignored.contains(file.getFileName().toString()) && isHeld(file)) {
          Instant opened = openedAt(file);
          oldest = opened.isBefore(oldest) ? opened : oldest;
        }
      }
    }
    return oldest.equals(Instant.MAX) ? Optional.empty() : Optional.of(oldest);
  }

  private static Instant openedAt(Path file) throws IOException {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (NoSuchFileException e) {
      return Instant.MAX; // closed meanwhile
    }
  }

  /** A file of this process is taken for held, as to try it would give up the lock. */
  private static boolean isHeld(Path file) {
    if (file.getFileName().toString().startsWith(ownPrefix())) {
      return true;
    }
    // Only to read, as it may be another user's: root's, who has built here once.
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
      return lock == null;
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException | OverlappingFileLockException e) {
      return true;
    }
  }

  /** Returns a new space beside this one. */
  TemporarySpace another() {
    return new TemporarySpace(directory);
  }

  /** Returns null if a sweeper, which saw the file before it was locked, has taken it away. */
  private static @Nullable FileChannel lockNew(Path file) throws IOException {
    FileChannel channel =
        OwnerOnly.open(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    FileLock lock = channel.tryLock();
    if (lock != null && Files.exists(file)) {
      return channel;
    }
    channel.close();
    return null;
  }

  /**
   * The begin of the names that this process uses: the process ID alone would be shared with
   * processes of other containers and earlier boots.
   */
  private static String ownPrefix() {
    ProcessHandle process = ProcessHandle.current();
    long start = process.info().startInstant().map(time -> time.toEpochMilli()).orElse(0L);
    return process.pid() + "-" + start + "-";
  }

  /** Returns the names of what processes that may be dead have left. */
  List<String> candidates() {
    Set<String> names = new HashSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        names.add(
            name.endsWith(LOCK_SUFFIX)
                ? name.substring(0, name.length() - LOCK_SUFFIX.length())
                : name);
      }
    } catch (IOException e) {
      return List.of();
    }
    if (names.isEmpty()) {
      return List.of();
    }
    // To open a lock file of this process and close it again would give up the lock.
    String prefix = ownPrefix();
    return names.stream().filter(name -> !name.startsWith(prefix)).sorted().toList();
  }

  /**
   * Deletes what dead processes have left. Two sweepers at once do no harm.
   *
   * @return the directories that this process is not allowed to delete
   */
  List<Path> sweep(List<String> candidates) {
    List<Path> left = new ArrayList<>();
    for (String name : candidates) {
      Path lockFile = directory.resolve(name + LOCK_SUFFIX);
      Path stale = directory.resolve(name);
      boolean gone = true;
      if (!Files.exists(lockFile, LinkOption.NOFOLLOW_LINKS)) {
        gone = RecursiveDeletion.delete(stale);
      } else {
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock()) {
          if (lock != null) {
            gone = RecursiveDeletion.delete(stale);
            Files.deleteIfExists(lockFile);
          }
        } catch (IOException | OverlappingFileLockException e) {
          // Another sweeper was faster, or it is another user's.
          continue;
        }
      }
      if (!gone) {
        left.add(stale);
      }
    }
    return List.copyOf(left);
  }

  /** Deletes everything in this space, as far as this process is allowed to. */
  void close() {
    var unused = end();
  }

  /** Deletes everything in this space; returns what this process is not allowed to delete. */
  synchronized Optional<Path> end() {
    closed = true;
    if (liveness == null || own == null) {
      return Optional.empty();
    }
    boolean gone = RecursiveDeletion.delete(own);
    try {
      Files.deleteIfExists(directory.resolve(own.getFileName() + LOCK_SUFFIX));
      liveness.close();
    } catch (IOException e) {
      // The next process that opens the store sweeps it.
    }
    liveness = null;
    return gone ? Optional.empty() : Optional.of(own);
  }
}
