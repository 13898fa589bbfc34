package io.github.baci.container;

import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.LayerStore;
import io.github.baci.layer.LayerWriter;
import java.io.IOException;

/** Small layers for tests of engines. */
final class ContainerLayers {
  private ContainerLayers() {}

  static Layer file(LayerStore layers, String path, String content) throws IOException {
    try (LayerWriter writer = layers.newLayer()) {
      ContainerBase.file(writer, path, content);
      return writer.commit();
    }
  }

  static Layer of(LayerStore layers, LayerEntry... entries) throws IOException {
    try (LayerWriter writer = layers.newLayer()) {
      for (LayerEntry entry : entries) {
        writer.add(entry);
      }
      return writer.commit();
    }
  }
}
