package io.github.baci.engine;

import io.github.baci.api.PruneReport;
import io.github.baci.api.PruneReport.Amount;
import io.github.baci.api.StoredKind;
import io.github.baci.container.BuilderFile;
import io.github.baci.store.Pruning;
import io.github.baci.store.StoreEntry;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Sums up what pruning did by the kinds of things that users know. */
final class PruneSummary {
  private PruneSummary() {}

  static PruneReport of(Pruning.Result result) {
    Amount inUse =
        result.inUse().stream().map(PruneSummary::amount).reduce(Amount.NONE, Amount::plus);
    return new PruneReport(byKind(result.kept()), byKind(result.pruned()), inUse);
  }

  private static Map<StoredKind, Amount> byKind(List<StoreEntry> entries) {
    Map<StoredKind, Amount> amounts = new EnumMap<>(StoredKind.class);
    for (StoredKind kind : StoredKind.values()) {
      amounts.put(kind, Amount.NONE);
    }
    entries.forEach(entry -> amounts.merge(kind(entry), amount(entry), Amount::plus));
    return amounts;
  }

  private static Amount amount(StoreEntry entry) {
    return new Amount(1, entry.bytes());
  }

  private static StoredKind kind(StoreEntry entry) {
    return switch (entry.area()) {
      case LAYERS, INDEXES -> StoredKind.LAYERS;
      case BLOBS -> StoredKind.BLOBS;
      case CHUNKS -> StoredKind.CHUNKS;
      case UNPACKED -> StoredKind.UNPACKED;
      case CACHES -> StoredKind.CACHES;
      case IMAGES, STEPS -> StoredKind.RECORDS;
      case FILES -> BuilderFile.has(entry.key()) ? StoredKind.BUILDERS : StoredKind.RECORDS;
    };
  }
}
