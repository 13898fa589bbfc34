package io.github.baci.layer;

import io.github.baci.store.Digest;
import io.github.baci.store.Store;
import java.io.InputStream;
import java.util.Optional;

/** Layers in a {@link Store}: tars in its area {@code LAYERS}, indexes in {@code INDEXES}. */
public final class DirectoryLayerStore implements LayerStore {
  private final Store store;

  /** Keeps layers in a store. */
  public DirectoryLayerStore(Store store) {
    this.store = store;
  }

  @Override
  public Optional<Layer> find(Digest diffId) {
    throw new IllegalStateException("under construction " + store);
  }

  @Override
  public LayerWriter newLayer() {
    throw new IllegalStateException("under construction");
  }

  @Override
  public Layer add(InputStream tar, String origin) {
    throw new IllegalStateException("under construction");
  }
}
