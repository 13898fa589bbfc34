package io.github.baci.aci.archive;

import static java.util.Objects.requireNonNull;

import io.github.baci.aci.manifest.ImageManifest;
import io.github.baci.aci.manifest.ManifestFactory;
import io.github.baci.aci.types.Dependency;
import io.github.baci.aci.types.Labels;
import io.github.baci.api.AcIdentifier;
import io.github.baci.api.AciCompression;
import io.github.baci.api.AciOptions;
import io.github.baci.api.ImageId;
import io.github.baci.api.Platform;
import io.github.baci.image.Image;
import io.github.baci.image.ImageConfig;
import io.github.baci.image.ImageOrigin;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerStore;
import io.github.baci.store.Store;
import io.github.baci.testing.AciContents;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes an image as a chain of ACIs, each of which depends on the one before. */
final class DifferenceChain {
  private final Store store;
  private final Path directory;
  private final List<Path> parts = new ArrayList<>();

  DifferenceChain(Store store, Path directory) {
    this.store = store;
    this.directory = directory;
  }

  /**
   * Writes ACIs.
   *
   * @param cuts after how many layers one ends and the next one begins
   */
  List<AciContents> write(List<Layer> layers, List<Integer> cuts) throws Exception {
    List<AciContents> written = new ArrayList<>();
    List<Dependency> dependencies = List.of();
    FileTree below = FileTree.EMPTY;
    int from = 0;
    List<Integer> ends = new ArrayList<>(cuts);
    ends.add(layers.size());
    for (int end : ends) {
      FileTree tree = below;
      for (Layer layer : layers.subList(from, end)) {
        tree = tree.with(layer);
      }
      String name = "part" + parts.size();
      WrittenAci file = write(name, Difference.between(below, tree), dependencies);
      parts.add(file.file());
      written.add(AciContents.of(file.file()));
      dependencies =
          List.of(
              new Dependency(
                  new AcIdentifier(name),
                  java.util.Optional.of(file.imageId()),
                  Labels.NONE,
                  file.size()));
      below = tree;
      from = end;
    }
    return written;
  }

  /** Writes one ACI of everything. */
  AciContents writeFlat(List<Layer> layers) throws Exception {
    return AciContents.of(write("flat", Difference.ofAll(FileTree.of(layers)), List.of()).file());
  }

  /** Returns the files of the parts, the lowest first. */
  List<Path> parts() {
    return List.copyOf(parts);
  }

  /** Has the renderer of this package render the uppermost part, and writes that flat. */
  AciContents writeRendered(LayerStore layers) throws Exception {
    AciReader reader = new AciReader(layers);
    Map<ImageId, UnrenderedAci> read = new HashMap<>();
    UnrenderedAci last = null;
    for (Path part : parts) {
      last = reader.readUnrendered(part);
      read.put(last.imageId(), last);
    }
    AciRenderer renderer =
        new AciRenderer(
            layers,
            store,
            dependency -> requireNonNull(read.get(dependency.imageId().orElseThrow())));
    return writeFlat(renderer.render(requireNonNull(last)));
  }

  private WrittenAci write(String name, Difference files, List<Dependency> dependencies)
      throws Exception {
    Image image =
        new Image(
            Platform.parse("linux/amd64"), ImageConfig.EMPTY, files.layers(), ImageOrigin.NONE);
    ImageManifest manifest =
        ManifestFactory.manifest(image, files.tree(), AciOptions.named(name), warning -> {})
            .withDependencies(dependencies, files.pathWhitelist());
    try (AciWriter writer = new AciWriter(store, 1)) {
      return writer.write(files, manifest, AciCompression.NONE, directory.resolve(name + ".aci"));
    }
  }
}
