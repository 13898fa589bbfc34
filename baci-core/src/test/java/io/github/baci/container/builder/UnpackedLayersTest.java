package io.github.baci.container.builder;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.api.Digest;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.DirectoryLayerStore;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.LayerStore;
import io.github.baci.layer.LayerWriter;
import io.github.baci.layer.Mtime;
import io.github.baci.store.DirectoryStore;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnpackedLayersTest {
  private static final Attributes ATTRIBUTES = Attributes.of(0755, 0, 0, Mtime.EPOCH);

  @TempDir private Path directory;

  @Test
  void noIndexIsReadOfLayersThatAreUnpackedAlsoWhereTheyDependOnThoseBelow() throws Exception {
    try (DirectoryStore store = DirectoryStore.open(directory.resolve("store"))) {
      LayerStore layers = new DirectoryLayerStore(store);
      List<Digest> chain = List.of(whole(layers), linkedToTheLayerBelow(layers));
      List<UnpackedLayers.Unpacked> first = unpacked(store, layers).all(chain);

      List<UnpackedLayers.Unpacked> again = unpacked(store, new NoIndexes()).all(chain);

      assertThat(again).isEqualTo(first).doesNotHaveDuplicates();
    }
  }

  private static UnpackedLayers unpacked(DirectoryStore store, LayerStore layers) throws Exception {
    return new UnpackedLayers(
        store, layers, OverlayFlavour.user(""), IdMapping.SINGLE, new Workers());
  }

  private static Digest whole(LayerStore layers) throws Exception {
    try (LayerWriter writer = layers.newLayer()) {
      writer.add(new LayerEntry.Directory("a", ATTRIBUTES));
      writer.addFile("a/b", ATTRIBUTES, 3, new ByteArrayInputStream(new byte[3]));
      return writer.commit().diffId();
    }
  }

  private static Digest linkedToTheLayerBelow(LayerStore layers) throws Exception {
    try (LayerWriter writer = layers.newLayer()) {
      writer.add(new LayerEntry.HardLink("a/c", ATTRIBUTES, "a/b"));
      return writer.commit().diffId();
    }
  }

  /** Has the index of no layer. */
  private static final class NoIndexes implements LayerStore {
    @Override
    public Optional<Layer> find(Digest diffId) {
      throw new UnsupportedOperationException("the index of " + diffId);
    }

    @Override
    public Layer require(Digest diffId) {
      throw new UnsupportedOperationException("the index of " + diffId);
    }

    @Override
    public LayerWriter newLayer() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Layer add(InputStream tar, String origin) {
      throw new UnsupportedOperationException();
    }
  }
}
