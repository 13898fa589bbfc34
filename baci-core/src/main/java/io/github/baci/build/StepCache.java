package io.github.baci.build;

import io.github.baci.api.BaciException;
import io.github.baci.api.Digest;
import io.github.baci.store.Store;
import io.github.baci.store.Store.Area;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Remembers, in the store, which layer a step made. A key stands for everything that the step's
 * result depends on; what it maps to is the diff ID of the layer.
 */
final class StepCache {
  private final Store store;

  StepCache(Store store) {
    this.store = store;
  }

  /** Returns the layer that the step made, if it is known and its layer is still in the store. */
  Optional<Digest> find(StepKey key) {
    Optional<Path> record = store.find(Area.STEPS, key.hex());
    if (record.isEmpty()) {
      return Optional.empty();
    }
    try {
      Digest layer =
          Digest.parse(Files.readString(record.get(), StandardCharsets.US_ASCII).strip());
      return store.find(Area.LAYERS, layer.hex()).map(path -> layer);
    } catch (NoSuchFileException | BaciException e) {
      return Optional.empty(); // pruned meanwhile, or damaged: the step is executed again
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Remembers what a step made. An older record of the same key is replaced. */
  void put(StepKey key, Digest layer) throws IOException {
    try (Store.Staged staged = store.stage(Area.STEPS)) {
      Files.writeString(staged.path(), layer + "\n", StandardCharsets.US_ASCII);
      staged.replace(key.hex());
    }
  }
}
