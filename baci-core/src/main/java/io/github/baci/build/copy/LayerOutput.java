package io.github.baci.build.copy;

import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerStore;
import io.github.baci.layer.LayerWriter;
import io.github.baci.layer.OpenLayerTars;
import java.io.IOException;

/** The layer that is being written, and the tars that are open meanwhile to take bytes from. */
final class LayerOutput implements AutoCloseable {
  private final LayerWriter writer;
  private final OpenLayerTars trees = new OpenLayerTars();

  LayerOutput(LayerStore store) throws IOException {
    this.writer = store.newLayer();
  }

  LayerWriter writer() {
    return writer;
  }

  /** Returns the bytes of the files of stages and images. */
  OpenLayerTars trees() {
    return trees;
  }

  Layer commit() throws IOException {
    return writer.commit();
  }

  @Override
  public void close() {
    trees.close();
    writer.close();
  }
}
