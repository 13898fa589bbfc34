package io.github.baci.store;

import io.github.baci.api.PruneRules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Chooses what rules ask to delete. */
final class PruneChoice {
  private PruneChoice() {}

  /** Returns the entries to delete, those first that were not used for longest. */
  static List<StoreEntry> of(PruneRules rules, List<StoreEntry> entries, Instant now) {
    List<StoreEntry> oldestFirst = new ArrayList<>(entries);
    oldestFirst.sort(Comparator.comparing(StoreEntry::used).thenComparing(StoreEntry::path));
    Optional<Instant> limit =
        rules.unusedFor().map(age -> age.isZero() ? Instant.MAX : now.minus(age));
    long left = entries.stream().mapToLong(StoreEntry::bytes).sum();
    Set<StoreEntry> chosen = new HashSet<>();
    for (StoreEntry entry : oldestFirst) {
      boolean isOld = limit.isPresent() && entry.used().isBefore(limit.get());
      if (isOld || (rules.maxBytes().isPresent() && left > rules.maxBytes().getAsLong())) {
        chosen.add(entry);
        left -= entry.bytes();
      }
    }
    oldestFirst.retainAll(chosen);
    return oldestFirst;
  }
}
