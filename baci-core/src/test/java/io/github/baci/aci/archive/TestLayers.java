package io.github.baci.aci.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.baci.api.Platform;
import io.github.baci.image.Image;
import io.github.baci.image.ImageConfig;
import io.github.baci.image.ImageOrigin;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.DirectoryLayerStore;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.LayerStack;
import io.github.baci.layer.LayerWriter;
import io.github.baci.layer.Mtime;
import io.github.baci.store.DirectoryStore;
import io.github.baci.store.Store;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Layers of an image, made in a store of the test's own. */
public final class TestLayers implements AutoCloseable {
  static final Attributes FILE = Attributes.of(0644, 0, 0, new Mtime(1_000_000, 0));
  static final Attributes PROGRAM = Attributes.of(0755, 0, 0, new Mtime(1_000_000, 0));

  private final Store store;
  private final DirectoryLayerStore layerStore;
  private final List<Layer> layers = new ArrayList<>();

  public TestLayers(Path directory) {
    store = DirectoryStore.open(directory);
    layerStore = new DirectoryLayerStore(store);
  }

  /** Makes one layer. */
  public interface Content {
    void write(Entries entries) throws IOException;
  }

  /** Adds entries in short words. */
  public record Entries(LayerWriter writer) {
    public Entries file(String path, String content) throws IOException {
      return file(path, FILE, content.getBytes(UTF_8));
    }

    public Entries file(String path, Attributes attributes, byte[] content) throws IOException {
      writer.addFile(path, attributes, content.length, new ByteArrayInputStream(content));
      return this;
    }

    public Entries program(String path) throws IOException {
      return file(path, PROGRAM, new byte[0]);
    }

    public Entries directory(String path) throws IOException {
      return add(new LayerEntry.Directory(path, PROGRAM));
    }

    public Entries symlink(String path, String target) throws IOException {
      return add(new LayerEntry.Symlink(path, FILE.withMode(0777), target));
    }

    public Entries hardLink(String path, String target) throws IOException {
      return add(new LayerEntry.HardLink(path, FILE, target));
    }

    public Entries remove(String path) throws IOException {
      return add(new LayerEntry.Whiteout(path));
    }

    public Entries add(LayerEntry entry) throws IOException {
      writer.add(entry);
      return this;
    }
  }

  /** Adds a layer to the image. */
  public TestLayers layer(Content content) {
    try (LayerWriter writer = layerStore.newLayer()) {
      content.write(new Entries(writer));
      layers.add(writer.commit());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Takes the last layer out of the image. */
  public Layer takeLast() {
    return layers.remove(layers.size() - 1);
  }

  /** Takes the last layer away again. */
  public TestLayers withoutLast() {
    layers.remove(layers.size() - 1);
    return this;
  }

  public Store store() {
    return store;
  }

  public DirectoryLayerStore layerStore() {
    return layerStore;
  }

  public List<Layer> layers() {
    return List.copyOf(layers);
  }

  /** Returns the layers as a stack of which nothing has been read yet. */
  public LayerStack stack() {
    LayerStack stack = LayerStack.empty(new DirectoryLayerStore(store));
    for (Layer layer : layers) {
      stack = stack.push(layer.diffId());
    }
    return stack;
  }

  /** Takes the tars out of the store: whatever reads one from now on fails. */
  public void loseTars() throws IOException {
    for (Layer layer : layers) {
      Files.delete(layer.tar());
    }
  }

  /** Returns the files of the store whose names begin so. */
  public List<Path> kept(String prefix) throws IOException {
    try (Stream<Path> files = Files.walk(store.root())) {
      return files.filter(path -> path.getFileName().toString().startsWith(prefix)).toList();
    }
  }

  public FileTree tree() {
    return FileTree.of(layers);
  }

  public Image image(ImageConfig config) {
    return new Image(Platform.parse("linux/amd64"), config, layers, ImageOrigin.NONE);
  }

  @Override
  public void close() {
    store.close();
  }
}
