package io.github.baci.store;

import io.github.baci.api.BaciException;
import io.github.baci.api.Option;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A store in a directory:
 *
 * <pre>
 * format            the version of this layout
 * AREA/ab/abcd…     an entry: a file, or a directory whose file 'size', if it has one, says its size
 *                   in bytes; the directory between is the first two characters of its key
 * locks/NAME        empty files that locks are held on; never deleted
 * tmp/PROCESS/…     what is being written
 * tmp/PROCESS.lock  locked as long as that process lives; its time is when it opened the store
 * </pre>
 */
public final class DirectoryStore implements Store {
  private static final int LONGEST_NAME = 200;
  static final Duration MARKED_AT_MOST_EVERY = Duration.ofHours(1);

  private final Path root;
  private final TemporarySpace temporary;
  private final CompletableFuture<List<Path>> sweep;
  private final Consumer<String> warnings;

  private DirectoryStore(Path root, TemporarySpace temporary, Consumer<String> warnings) {
    this.root = root;
    this.warnings = warnings;
    this.temporary = temporary;
    List<String> candidates = temporary.candidates();
    this.sweep =
        candidates.isEmpty()
            ? CompletableFuture.completedFuture(List.of())
            : CompletableFuture.supplyAsync(() -> temporary.sweep(candidates), DirectoryStore::run);
  }

  /** Sweeping may take long, and nobody waits for it before the store is closed. */
  private static void run(Runnable task) {
    Thread thread = new Thread(task, "baci-store-sweep");
    thread.setDaemon(true);
    thread.start();
  }

  /** Opens a store as {@link #open(Path, Consumer)}, and tells nobody of damage. */
  public static DirectoryStore open(Path directory) {
    return open(directory, warning -> {});
  }

  /**
   * Opens a store; makes it, if the directory is missing or empty. Nobody but its owner has access
   * to it from then on.
   *
   * @param warnings hears of each entry that turns out to be damaged, and of a store that root is
   *     given but does not own
   * @throws BaciException if the directory cannot be made or written to, holds something else, or
   *     was made by a newer version
   */
  public static DirectoryStore open(Path directory, Consumer<String> warnings) {
    try {
      StoreFormat.checkOrCreate(directory);
      if (!Files.isWritable(directory)) {
        throw new BaciException(
            "the store directory '%s' is not writable; give yourself access, or choose another (%s)"
                .formatted(directory, Option.STORE_DIRECTORY));
      }
      if (!OwnerOnly.tighten(directory)) {
        throw new BaciException(
            "the store directory '%s' belongs to another user, '%s', and is open to others, who could get at the programs of images and change them; choose a directory of your own (%s)"
                .formatted(directory, Files.getOwner(directory).getName(), Option.STORE_DIRECTORY));
      }
      Path root = directory.toRealPath();
      TemporarySpace temporary = open(new TemporarySpace(root.resolve("tmp")), root);
      if (!temporary.isOfOwner(root)) {
        warnings.accept(
            "the store '%s' belongs to another user, '%s', who thereby decides what is in images and what is executed here: take a store of your own (%s)"
                .formatted(root, Files.getOwner(root).getName(), Option.STORE_DIRECTORY));
      }
      return new DirectoryStore(root, temporary, warnings);
    } catch (FileAlreadyExistsException | NotDirectoryException e) {
      throw new BaciException(
          "the store '%s' cannot be opened: '%s' is not a directory; choose another directory (%s)"
              .formatted(directory, e.getFile(), Option.STORE_DIRECTORY),
          e);
    } catch (IOException e) {
      throw StorageFailure.explain(e, directory, OptionalLong.empty())
          .orElseGet(
              () ->
                  new BaciException(
                      "the store '%s' cannot be opened: %s; choose another directory (%s)"
                          .formatted(directory, e, Option.STORE_DIRECTORY),
                      e));
    }
  }

  /** From now on, pruning in any process keeps what this one uses. */
  @SuppressWarnings("try") // a lock is held, not used
  private static TemporarySpace open(TemporarySpace temporary, Path root) throws IOException {
    try (Lock lock = PruneLock.acquire(root)) {
      temporary.register();
    }
    return temporary;
  }

  @Override
  public Path root() {
    return root;
  }

  @Override
  public Path path(Area area, String key) {
    checkName(key);
    return path(root, area, key);
  }

  static Path path(Path root, Area area, String key) {
    return root.resolve(area.name().toLowerCase(Locale.ROOT))
        .resolve(key.substring(0, Math.min(2, key.length())))
        .resolve(key);
  }

  private static void checkName(String name) {
    boolean isName = !name.isEmpty() && name.length() <= LONGEST_NAME;
    for (int i = 0; i < name.length() && isName; i++) {
      char c = name.charAt(i);
      isName =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || (i > 0 && (c == '_' || c == '.' || c == '-'));
    }
    if (!isName) {
      throw new IllegalArgumentException("not a name for the store: '" + name + "'");
    }
  }

  @Override
  public Optional<Path> find(Area area, String key) {
    Path path = path(area, key);
    return use(path) ? Optional.of(path) : Optional.empty();
  }

  /**
   * Marks an entry as used now, unless it was within the last hour; that is what keeps it from
   * being pruned. Returns false if it is not there.
   */
  @SuppressWarnings("try") // a lock is held, not used
  private boolean use(Path path) {
    try {
      if (!isDueForMark(path)) {
        return true;
      }
    } catch (IOException e) {
      return false;
    }
    try (Lock lock = PruneLock.acquire(root)) {
      Files.setLastModifiedTime(path, FileTime.from(Instant.now()));
      return true;
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      // Another user's: without the mark it is only pruned earlier.
      return Files.exists(path);
    }
  }

  private static boolean isDueForMark(Path path) throws IOException {
    Instant marked =
        Files.readAttributes(path, BasicFileAttributes.class).lastModifiedTime().toInstant();
    return marked.isBefore(Instant.now().minus(MARKED_AT_MOST_EVERY));
  }

  @Override
  public void discard(Area area, String key) throws IOException {
    Path path = path(area, key);
    if (!RecursiveDeletion.delete(path)) {
      throw new IOException("'" + path + "' cannot be deleted");
    }
  }

  @Override
  public void dropDamaged(Area area, String key) {
    boolean gone = RecursiveDeletion.delete(path(area, key));
    warnings.accept(DamagedEntryException.notice(this, area, key, gone));
  }

  @Override
  public Staged stage(Area area) throws IOException {
    return new StagedFile(temporary.newFile(), key -> path(area, key), this::use);
  }

  @Override
  public Lock lock(String name) throws IOException {
    checkName(name);
    Path directory = root.resolve("locks");
    OwnerOnly.directories(directory);
    return FileLocks.acquire(directory.resolve(name));
  }

  @Override
  public Path newTemporaryDirectory() throws IOException {
    return temporary.newDirectory();
  }

  @Override
  public List<Path> leftovers() {
    return sweep.join();
  }

  TemporarySpace temporary() {
    return temporary;
  }

  @Override
  public void close() {
    temporary.close();
    sweep.join();
  }
}
