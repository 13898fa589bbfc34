package io.github.baci.api;

import io.github.baci.store.StoreEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What is deleted from a store: everything that was not used for some time, and then, beginning
 * with what was not used for longest, as much as it takes to get below a size.
 *
 * @param unusedFor for how long a deleted entry was not used; zero for everything
 * @param maxBytes the size of the store afterwards
 */
public record PruneRules(Optional<Duration> unusedFor, OptionalLong maxBytes) {

  /** Everything. */
  public static final PruneRules ALL =
      new PruneRules(Optional.of(Duration.ZERO), OptionalLong.empty());

  /** Checks that neither is negative. */
  public PruneRules {
    if (unusedFor.filter(Duration::isNegative).isPresent() || maxBytes.orElse(0) < 0) {
      throw new IllegalArgumentException("negative: " + unusedFor + " " + maxBytes);
    }
  }

  /** Returns the entries to delete, those first that were not used for longest. */
  public List<StoreEntry> choose(List<StoreEntry> entries, Instant now) {
    List<StoreEntry> oldestFirst = new ArrayList<>(entries);
    oldestFirst.sort(Comparator.comparing(StoreEntry::used).thenComparing(StoreEntry::path));
    Optional<Instant> limit = unusedFor.map(age -> age.isZero() ? Instant.MAX : now.minus(age));
    long left = entries.stream().mapToLong(StoreEntry::bytes).sum();
    Set<StoreEntry> chosen = new HashSet<>();
    for (StoreEntry entry : oldestFirst) {
      boolean isOld = limit.isPresent() && entry.used().isBefore(limit.get());
      if (isOld || (maxBytes.isPresent() && left > maxBytes.getAsLong())) {
        chosen.add(entry);
        left -= entry.bytes();
      }
    }
    oldestFirst.retainAll(chosen);
    return oldestFirst;
  }
}
