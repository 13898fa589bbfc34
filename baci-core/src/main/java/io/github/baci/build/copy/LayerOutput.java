package io.github.baci.build.copy;

import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerStore;
import io.github.baci.layer.LayerWriter;
import io.github.baci.layer.OpenLayerTars;
import java.io.IOException;
import java.util.Optional;

/** The layer that is being written, and the tars that are open meanwhile to take bytes from. */
final class LayerOutput implements AutoCloseable {
  private final LayerWriter writer;
  private final OpenLayerTars trees = new OpenLayerTars();

  private final Optional<EarlierContents> earlier;

  /** Begins a layer. */
  LayerOutput(LayerStore store) throws IOException {
    this(store, Optional.empty());
  }

  /**
   * Begins a layer.
   *
   * @param earlier the layer that is likely to hold the same contents; is closed with this
   */
  LayerOutput(LayerStore store, Optional<EarlierContents> earlier) throws IOException {
    this.earlier = earlier;
    try {
      this.writer = store.newLayer();
    } catch (IOException | RuntimeException e) {
      closeEarlier();
      throw e;
    }
  }

  LayerWriter writer() {
    return writer;
  }

  /** Returns the bytes of the files of stages and images. */
  OpenLayerTars trees() {
    return trees;
  }

  /** Returns the layer that is likely to hold the same contents as a context. */
  Optional<EarlierContents> earlier() {
    return earlier;
  }

  Layer commit() throws IOException {
    Layer layer = writer.commit();
    if (earlier.isPresent()) {
      earlier.get().remember(layer);
    }
    return layer;
  }

  private void closeEarlier() {
    if (earlier.isPresent()) {
      earlier.get().close();
    }
  }

  @Override
  public void close() {
    closeEarlier();
    trees.close();
    writer.close();
  }
}
