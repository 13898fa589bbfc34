package io.github.baci.aci.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.api.BaciException;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.LayerPath;
import io.github.baci.layer.Mtime;
import io.github.baci.layer.TreeNode;
import io.github.baci.layer.Xattrs;
import io.github.baci.testing.AciContents;
import io.github.baci.testing.ReferenceRendering;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterProperty;
import org.jspecify.annotations.Nullable;

/** Rendered with what it depends on, a difference is the flat image, whatever the layers do. */
class DifferencePropertyTest {
  private static final List<String> NAMES = List.of("a", "b", "c");
  private static final int TRIES = 100;

  private final Path directory;
  private final TestLayers store;

  DifferencePropertyTest() throws Exception {
    directory = Files.createTempDirectory("baci-difference");
    store = new TestLayers(directory.resolve("store"));
  }

  @AfterProperty
  void closeTheStore() throws Exception {
    store.close();
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  @Property(tries = TRIES, shrinking = ShrinkingMode.OFF)
  void aDifferenceOverItsBaseIsTheFlatImage(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    List<Layer> layers = stack(random);
    int cut = random.nextInt(layers.size() + 1);

    assertRendersFlat(layers, List.of(cut));
  }

  @Property(tries = TRIES / 2, shrinking = ShrinkingMode.OFF)
  void aChainOfOneDifferenceForEachLayerIsTheFlatImage(@ForAll long seed) throws Exception {
    List<Layer> layers = stack(new Random(seed));

    assertRendersFlat(layers, IntStream.range(1, layers.size()).boxed().toList());
  }

  private void assertRendersFlat(List<Layer> layers, List<Integer> cuts) throws Exception {
    DifferenceChain chain = new DifferenceChain(store.store(), directory);
    List<AciContents> parts = chain.write(layers, cuts);
    AciContents flat = chain.writeFlat(layers);

    assertThat(ReferenceRendering.upwards(parts))
        .isEqualTo(ReferenceRendering.upwards(List.of(flat)));
    assertThat(ReferenceRendering.downwards(parts))
        .isEqualTo(ReferenceRendering.downwards(List.of(flat)));
    assertThat(ReferenceRendering.upwards(List.of(chain.writeRendered(store.layerStore()))))
        .isEqualTo(ReferenceRendering.upwards(List.of(flat)));
  }

  /** Makes up to five layers. What no image could have, as a link to nothing, is made anew. */
  private List<Layer> stack(Random random) {
    List<Layer> layers = new ArrayList<>();
    FileTree tree = FileTree.EMPTY;
    int count = 1 + random.nextInt(5);
    while (layers.size() < count) {
      Layer layer = layer(random, tree);
      try {
        tree = tree.with(layer);
        layers.add(layer);
      } catch (BaciException e) {
        // no image could have this layer: the next one is tried
      }
    }
    return layers;
  }

  private Layer layer(Random random, FileTree below) {
    List<String> files = new ArrayList<>();
    below.walk(
        (path, node) -> {
          if (!node.isDirectory()) {
            files.add(path);
          }
        });
    Set<String> used = new TreeSet<>();
    return store
        .layer(
            entries -> {
              int count = random.nextInt(7);
              for (int i = 0; i < count; i++) {
                String path = path(random);
                if (used.add(path)) {
                  LayerEntry entry = entry(random, path, files, below);
                  if (entry == null) {
                    byte[] content = ("content " + random.nextInt(4)).getBytes(UTF_8);
                    entries.file(path, attributes(random), content);
                    files.add(path);
                  } else {
                    entries.add(entry);
                  }
                }
              }
            })
        .takeLast();
  }

  /** Returns an entry, or null for a regular file. */
  private static @Nullable LayerEntry entry(
      Random random, String path, List<String> files, FileTree below) {
    return switch (random.nextInt(10)) {
      case 0, 1 -> new LayerEntry.Directory(path, attributes(random));
      case 2 -> new LayerEntry.Symlink(path, attributes(random).withMode(0777), path(random));
      case 3, 4 ->
          files.isEmpty()
              ? new LayerEntry.Fifo(path, attributes(random))
              : new LayerEntry.HardLink(
                  path, attributes(random), files.get(random.nextInt(files.size())));
      case 5, 6 -> new LayerEntry.Whiteout(path);
      case 7 ->
          below.lookup(path).filter(TreeNode::isDirectory).isPresent()
              ? new LayerEntry.OpaqueDirectory(path)
              : new LayerEntry.Whiteout(path);
      default -> null;
    };
  }

  private static String path(Random random) {
    String path = "";
    for (int depth = 1 + random.nextInt(3); depth > 0; depth--) {
      path = LayerPath.child(path, NAMES.get(random.nextInt(NAMES.size())));
    }
    return path;
  }

  private static Attributes attributes(Random random) {
    return new Attributes(
        random.nextBoolean() ? 0755 : 04711,
        random.nextInt(2),
        random.nextInt(2),
        new Mtime(random.nextInt(3), random.nextInt(2)),
        random.nextInt(4) > 0
            ? Xattrs.NONE
            : Xattrs.of(Map.of("user.x", new byte[] {(byte) ('0' + random.nextInt(2))})));
  }
}
