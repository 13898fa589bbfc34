package io.github.baci.aci.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.baci.aci.manifest.ImageManifest;
import io.github.baci.aci.types.Annotations;
import io.github.baci.aci.types.Dependency;
import io.github.baci.aci.types.Labels;
import io.github.baci.api.AcIdentifier;
import io.github.baci.api.BaciException;
import io.github.baci.api.Digest;
import io.github.baci.api.ImageId;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.Layer;
import io.github.baci.layer.OpenLayerTars;
import io.github.baci.layer.TreeNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Images that depend on each other, and what they are rendered to. */
abstract class AciRendererFixture {
  @TempDir Path directory;
  TestLayers layers;
  final Map<String, UnrenderedAci> images = new HashMap<>();

  @BeforeEach
  void openAStore() {
    layers = new TestLayers(directory.resolve("store"));
  }

  @AfterEach
  void closeTheStore() {
    layers.close();
  }

  /** Writes the files of an image; what it returns only makes lambdas short. */
  interface Files {
    TestLayers.Entries write(TestLayers.Entries entries) throws IOException;
  }

  /** Makes an image; dependencies are named by the last part of their names. */
  UnrenderedAci image(String name, List<String> dependencies, List<String> whitelist, Files files) {
    return image(
        name,
        dependencies.stream()
            .map(
                each ->
                    new Dependency(
                        new AcIdentifier("example.com/" + each), Optional.empty(), Labels.NONE, 0))
            .toList(),
        files,
        whitelist);
  }

  UnrenderedAci image(
      String name, List<Dependency> dependencies, Files files, List<String> whitelist) {
    layers.layer(
        entries -> {
          entries.directory("");
          files.write(entries);
        });
    Layer own = layers.layers().get(layers.layers().size() - 1);
    UnrenderedAci image =
        new UnrenderedAci(
            new ImageManifest(
                ImageManifest.SCHEMA_VERSION,
                new AcIdentifier("example.com/" + name),
                Labels.NONE,
                Optional.empty(),
                Annotations.of(Map.of()),
                dependencies,
                whitelist),
            own,
            id(name),
            100,
            200);
    images.put("example.com/" + name, image);
    return image;
  }

  static ImageId id(String text) {
    MessageDigest digest = Digest.Algorithm.SHA512.newMessageDigest();
    return new ImageId(Digest.sha512(digest.digest(text.getBytes(UTF_8))));
  }

  List<Layer> render(UnrenderedAci image) throws IOException, InterruptedException {
    return new AciRenderer(
            layers.layerStore(),
            layers.store(),
            dependency ->
                Optional.ofNullable(images.get(dependency.imageName().value()))
                    .orElseThrow(() -> new BaciException("it is not here")))
        .render(image);
  }

  /**
   * Returns a line for each path: that of a directory ends in a slash, that of a file has its
   * content.
   */
  List<String> rendered(UnrenderedAci image) throws IOException, InterruptedException {
    List<String> lines = new ArrayList<>();
    try (OpenLayerTars content = new OpenLayerTars()) {
      FileTree.of(render(image))
          .walk(
              (path, node) -> {
                if (!path.isEmpty()) {
                  lines.add(path + (node.isDirectory() ? "/" : ": " + text(content, node)));
                }
              });
    }
    return lines;
  }

  static String text(OpenLayerTars content, TreeNode node) {
    try {
      return new String(content.read(node, 100), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
