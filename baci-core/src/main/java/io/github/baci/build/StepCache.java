package io.github.baci.build;

import io.github.baci.api.Digest;
import io.github.baci.store.Records;
import io.github.baci.store.Store;
import io.github.baci.store.Store.Area;
import java.io.IOException;
import java.util.Optional;

/**
 * Remembers, in the store, which layer a step made. A key stands for everything that the step's
 * result depends on; what it maps to is the diff ID of the layer.
 */
final class StepCache {
  private final Store store;
  private final Records records;

  StepCache(Store store) {
    this.store = store;
    this.records = new Records(store);
  }

  /** Returns the layer that the step made, if it is known and its layer is still in the store. */
  Optional<Digest> find(StepKey key) {
    return records
        .text(Area.STEPS, key.hex())
        .map(Digest::parse)
        .filter(layer -> store.find(Area.LAYERS, layer.hex()).isPresent());
  }

  /** Remembers what a step made. An older record of the same key is replaced. */
  void put(StepKey key, Digest layer) throws IOException {
    records.put(Area.STEPS, key.hex(), layer.toString());
  }
}
