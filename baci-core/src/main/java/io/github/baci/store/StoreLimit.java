package io.github.baci.store;

import io.github.baci.api.PruneRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Keeps a store below a size, by deleting what was not used for longest. Looks at the store once a
 * day only, as that takes a moment; in between it may grow.
 */
public final class StoreLimit {
  private static final Duration INTERVAL = Duration.ofDays(1);
  private static final String MARK = "limited";

  private final DirectoryStore store;
  private final long maxBytes;

  /**
   * Limits a store.
   *
   * @param maxBytes its size
   */
  public StoreLimit(DirectoryStore store, long maxBytes) {
    this.store = store;
    this.maxBytes = maxBytes;
  }

  /** Looks at the store, if nobody has for a day; returns what it deleted, if it did. */
  public Optional<Pruning.Result> keep() throws IOException {
    Path mark = store.root().resolve(MARK);
    Instant now = Instant.now();
    try {
      Instant last = Files.getLastModifiedTime(mark).toInstant();
      if (!last.isAfter(now) && last.isAfter(now.minus(INTERVAL))) {
        return Optional.empty();
      }
    } catch (NoSuchFileException e) {
      Files.newOutputStream(mark, StandardOpenOption.CREATE).close();
    }
    Files.setLastModifiedTime(mark, FileTime.from(now));
    PruneRules rules = new PruneRules(Optional.empty(), OptionalLong.of(maxBytes));
    Pruning.Result result = Pruning.besidesOwnUse(store).prune(rules);
    return result.pruned().isEmpty() ? Optional.empty() : Optional.of(result);
  }
}
