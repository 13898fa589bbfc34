package io.github.baci.aci.archive;

import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The tars of layers, opened when they are first read. For one thread. */
final class LayerTars implements AutoCloseable {
  private final Map<Path, LayerReader> readers = new HashMap<>();

  /** Returns the tar of a layer. */
  LayerReader open(Layer layer) throws IOException {
    LayerReader reader = readers.get(layer.tar());
    if (reader == null) {
      reader = layer.open();
      readers.put(layer.tar(), reader);
    }
    return reader;
  }

  @Override
  public void close() {
    readers.values().forEach(LayerReader::close);
  }
}
