package io.github.baci.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The temporary files and directories of one open store: a directory below {@code tmp}, made when
 * it is first needed, and beside it a {@code .lock} file that the process holds a lock on as long
 * as it lives. A directory whose lock is free, or that has none, was left by a killed process.
 */
final class TemporarySpace {
  private static final String LOCK_SUFFIX = ".lock";

  private final Path directory;
  private final AtomicLong counter = new AtomicLong();
  private FileChannel liveness;
  private Path own;
  private boolean closed;

  TemporarySpace(Path directory) {
    this.directory = directory;
  }

  Path newFile() throws IOException {
    return Files.createFile(own().resolve("file-" + counter.incrementAndGet()));
  }

  Path newDirectory() throws IOException {
    return Files.createDirectory(own().resolve("directory-" + counter.incrementAndGet()));
  }

  private synchronized Path own() throws IOException {
    if (closed) {
      throw new IllegalStateException("the store is closed");
    }
    if (own == null) {
      Files.createDirectories(directory);
      while (liveness == null) {
        String name = ownPrefix() + Long.toHexString(ThreadLocalRandom.current().nextLong());
        liveness = lockNew(directory.resolve(name + LOCK_SUFFIX));
        own = directory.resolve(name);
      }
      Files.createDirectory(own);
    }
    return own;
  }

  /** Returns null if a sweeper, which saw the file before it was locked, has taken it away. */
  private static FileChannel lockNew(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
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

  synchronized void close() {
    closed = true;
    if (liveness == null) {
      return;
    }
    RecursiveDeletion.delete(own);
    try {
      Files.deleteIfExists(directory.resolve(own.getFileName() + LOCK_SUFFIX));
      liveness.close();
    } catch (IOException e) {
      // The next process that opens the store sweeps it.
    }
    liveness = null;
  }
}
