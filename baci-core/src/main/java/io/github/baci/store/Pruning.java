package io.github.baci.store;

import io.github.baci.api.PruneRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Deletes entries of a store, never what is in use.
 *
 * <p>Whoever uses an entry has the store open, and found the entry, which marks it, or wrote it,
 * after opening the store. Marks are at most an hour old, so that no entry is in use whose mark is
 * more than an hour older than the moment when the store was opened that has been open for longest.
 * Every other entry stays. To open the store, to mark an entry, and to look at marks and move
 * entries away are one at a time, by a lock: nobody begins to use an entry that is about to go.
 * What was moved away is deleted without the lock.
 */
public final class Pruning {
  private static final Duration DOUBT =
      DirectoryStore.MARKED_AT_MOST_EVERY.plus(Duration.ofMinutes(1));

  /** Few enough for others not to wait long for the lock, which they get between batches. */
  private static final int BATCH = 50;

  private final DirectoryStore store;
  private final boolean isOwnUse;

  private Pruning(DirectoryStore store, boolean isOwnUse) {
    this.store = store;
    this.isOwnUse = isOwnUse;
  }

  /**
   * What pruning has done, or would do.
   *
   * @param kept what is still there
   * @param pruned what is not, or would not be
   * @param inUse what the rules ask to delete, but what other builds may use
   * @param leftovers directories that this process is not allowed to delete, because they belong to
   *     subordinate uids of the user; as with {@link Store#leftovers}, a builder should
   */
  public record Result(
      List<StoreEntry> kept,
      List<StoreEntry> pruned,
      List<StoreEntry> inUse,
      List<Path> leftovers) {
    /** Copies the lists. */
    public Result {
      kept = List.copyOf(kept);
      pruned = List.copyOf(pruned);
      inUse = List.copyOf(inUse);
      leftovers = List.copyOf(leftovers);
    }
  }

  /** Prunes a store that the caller has open for nothing else. */
  public static Pruning of(DirectoryStore store) {
    return new Pruning(store, false);
  }

  /** Prunes a store that the caller uses too. */
  public static Pruning besidesOwnUse(DirectoryStore store) {
    return new Pruning(store, true);
  }

  /** Deletes what the rules say. */
  public Result prune(PruneRules rules) throws IOException {
    List<StoreEntry> entries = StoreSurvey.of(store);
    List<StoreEntry> chosen = PruneChoice.of(rules, entries, Instant.now());
    List<StoreEntry> pruned = new ArrayList<>();
    List<Path> leftovers = new ArrayList<>();
    for (int from = 0; from < chosen.size(); from += BATCH) {
      TemporarySpace trash = store.temporary().another();
      try {
        pruned.addAll(move(chosen.subList(from, Math.min(from + BATCH, chosen.size())), trash));
      } finally {
        trash.end().ifPresent(leftovers::add);
      }
    }
    return result(entries, chosen, pruned, leftovers);
  }

  /** Returns what {@link #prune} would do now. */
  public Result preview(PruneRules rules) throws IOException {
    List<StoreEntry> entries = StoreSurvey.of(store);
    List<StoreEntry> chosen = PruneChoice.of(rules, entries, Instant.now());
    Instant limit = limit(List.of());
    List<StoreEntry> pruned =
        chosen.stream().filter(entry -> entry.used().isBefore(limit)).toList();
    return result(entries, chosen, pruned, List.of());
  }

  private static Result result(
      List<StoreEntry> entries,
      List<StoreEntry> chosen,
      List<StoreEntry> pruned,
      List<Path> leftovers) {
    Set<StoreEntry> gone = new HashSet<>(pruned);
    return new Result(
        entries.stream().filter(entry -> !gone.contains(entry)).toList(),
        pruned,
        chosen.stream().filter(entry -> !gone.contains(entry)).toList(),
        leftovers);
  }

  @SuppressWarnings("try") // a lock is held, not used
  private List<StoreEntry> move(List<StoreEntry> entries, TemporarySpace trash) throws IOException {
    List<StoreEntry> moved = new ArrayList<>();
    Path directory = trash.newDirectory();
    try (Store.Lock lock = PruneLock.acquire(store.root())) {
      Instant limit = limit(List.of(trash));
      for (StoreEntry entry : entries) {
        Optional<Instant> used = usedAt(entry.path());
        if (used.isPresent() && used.get().equals(entry.used()) && used.get().isBefore(limit)) {
          String name = String.valueOf(moved.size());
          Files.move(entry.path(), directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
          if (entry.area() == Store.Area.LAYERS) {
            moveIfThere(StoreSurvey.indexOf(entry.path()), directory.resolve(name + "-index"));
          }
          moved.add(entry);
        }
      }
    }
    return moved;
  }

  private static void moveIfThere(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      // a layer without an index: it would have been made when it was next needed
    }
  }

  /** Returns the mark that entries not in use are older than. */
  private Instant limit(List<TemporarySpace> except) throws IOException {
    List<TemporarySpace> ignored = new ArrayList<>(except);
    if (!isOwnUse) {
      ignored.add(store.temporary());
    }
    return store.temporary().oldest(ignored).map(opened -> opened.minus(DOUBT)).orElse(Instant.MAX);
  }

  private static Optional<Instant> usedAt(Path path) throws IOException {
    try {
      return Optional.of(Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS).toInstant());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
