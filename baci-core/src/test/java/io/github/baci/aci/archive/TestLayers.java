package io.github.baci.aci.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.baci.api.Platform;
import io.github.baci.image.Image;
import io.github.baci.image.ImageConfig;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.DirectoryLayerStore;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.LayerWriter;
import io.github.baci.layer.Mtime;
import io.github.baci.store.DirectoryStore;
import io.github.baci.store.Store;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Layers of an image, made in a store of the test's own. */
final class TestLayers implements AutoCloseable {
  static final Attributes FILE = Attributes.of(0644, 0, 0, new Mtime(1_000_000, 0));
  static final Attributes PROGRAM = Attributes.of(0755, 0, 0, new Mtime(1_000_000, 0));

  private final Store store;
  private final DirectoryLayerStore layerStore;
  private final List<Layer> layers = new ArrayList<>();

  TestLayers(Path directory) {
    store = DirectoryStore.open(directory);
    layerStore = new DirectoryLayerStore(store);
  }

  /** Makes one layer. */
  interface Content {
    void write(Entries entries) throws IOException;
  }

  /** Adds entries in short words. */
  record Entries(LayerWriter writer) {
    Entries file(String path, String content) throws IOException {
      return file(path, FILE, content.getBytes(UTF_8));
    }

    Entries file(String path, Attributes attributes, byte[] content) throws IOException {
      writer.addFile(path, attributes, content.length, new ByteArrayInputStream(content));
      return this;
    }

    Entries program(String path) throws IOException {
      return file(path, PROGRAM, new byte[0]);
    }

    Entries directory(String path) throws IOException {
      return add(new LayerEntry.Directory(path, PROGRAM));
    }

    Entries symlink(String path, String target) throws IOException {
      return add(new LayerEntry.Symlink(path, FILE.withMode(0777), target));
    }

    Entries hardLink(String path, String target) throws IOException {
      return add(new LayerEntry.HardLink(path, FILE, target));
    }

    Entries remove(String path) throws IOException {
      return add(new LayerEntry.Whiteout(path));
    }

    Entries add(LayerEntry entry) throws IOException {
      writer.add(entry);
      return this;
    }
  }

  /** Adds a layer to the image. */
  TestLayers layer(Content content) {
    try (LayerWriter writer = layerStore.newLayer()) {
      content.write(new Entries(writer));
      layers.add(writer.commit());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Takes the last layer out of the image. */
  Layer takeLast() {
    return layers.remove(layers.size() - 1);
  }

  /** Takes the last layer away again. */
  TestLayers withoutLast() {
    layers.remove(layers.size() - 1);
    return this;
  }

  Store store() {
    return store;
  }

  DirectoryLayerStore layerStore() {
    return layerStore;
  }

  List<Layer> layers() {
    return List.copyOf(layers);
  }

  FileTree tree() {
    return FileTree.of(layers);
  }

  Image image(ImageConfig config) {
    return new Image(Platform.parse("linux/amd64"), config, layers, Map.of());
  }

  @Override
  public void close() {
    store.close();
  }
}
