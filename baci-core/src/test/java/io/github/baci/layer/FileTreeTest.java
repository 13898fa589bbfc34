package io.github.baci.layer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BaciException;
import io.github.baci.api.Digest;
import io.github.baci.layer.LayerEntry.Directory;
import io.github.baci.layer.LayerEntry.HardLink;
import io.github.baci.layer.LayerEntry.OpaqueDirectory;
import io.github.baci.layer.LayerEntry.RegularFile;
import io.github.baci.layer.LayerEntry.Symlink;
import io.github.baci.layer.LayerEntry.Whiteout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FileTreeTest {
  private static final Attributes ATTRIBUTES = Attributes.of(0640, 5, 6, new Mtime(77, 0));
  private int layers;

  private Layer layer(LayerEntry... entries) {
    return layer(List.of(entries));
  }

  private Layer layer(List<LayerEntry> entries) {
    Digest diffId = Digest.sha256Of(Integer.toString(layers++).getBytes(UTF_8));
    return new Layer(diffId, Path.of("layer"), entries);
  }

  private static Directory dir(String path) {
    return new Directory(path, ATTRIBUTES);
  }

  private static RegularFile file(String path) {
    return new RegularFile(path, ATTRIBUTES, 0, 512);
  }

  private static Symlink link(String path, String target) {
    return new Symlink(path, ATTRIBUTES, target);
  }

  private static HardLink hard(String path, String target) {
    return new HardLink(path, ATTRIBUTES, target);
  }

  private static List<String> paths(FileTree tree) {
    List<String> paths = new ArrayList<>();
    tree.walk((path, node) -> paths.add(path));
    return paths;
  }

  @Test
  void emptyTreeHasARoot() {
    assertThat(paths(FileTree.EMPTY)).containsExactly("");
    assertThat(FileTree.EMPTY.root().attributes())
        .isEqualTo(Attributes.of(0755, 0, 0, Mtime.EPOCH));
    assertThatThrownBy(() -> FileTree.EMPTY.root().layer())
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void missingDirectoriesOnTheWayAreMade() {
    FileTree tree = FileTree.of(List.of(layer(file("a/b/c"))));
    assertThat(paths(tree)).containsExactly("", "a", "a/b", "a/b/c");
    TreeNode made = tree.lookup("a/b").orElseThrow();
    assertThat(made.attributes()).isEqualTo(Attributes.of(0755, 0, 0, Mtime.EPOCH));
    assertThat(made.declared()).isEmpty();
    assertThat(tree.with(layer(dir("a/b"))).lookup("a/b").orElseThrow().attributes())
        .isEqualTo(ATTRIBUTES);
  }

  @Test
  void whiteoutsRemoveWhatIsBelowAndNothingOfTheirOwnLayer() {
    FileTree base =
        FileTree.of(List.of(layer(dir("d"), file("d/old"), file("d/both"), file("f"), dir("e"))));
    FileTree tree =
        base.with(
            layer(
                file("d/both"),
                new Whiteout("d/both"),
                new Whiteout("d/old"),
                new Whiteout("f"),
                new Whiteout("missing/x"),
                new Whiteout("e"),
                file("e/new")));
    assertThat(paths(tree)).containsExactly("", "d", "d/both", "e", "e/new");
    assertThat(tree.lookup("e").orElseThrow().declared()).isEmpty();
    assertThat(paths(base)).containsExactly("", "d", "d/both", "d/old", "e", "f");
  }

  @Test
  void opaqueDirectoryHidesTheLayersBelowWhereverItStands() {
    FileTree base = FileTree.of(List.of(layer(file("d/a"), file("d/s/b"), file("x"))));
    FileTree tree = base.with(layer(file("d/new"), new OpaqueDirectory("d"), file("d/s/c")));
    assertThat(paths(tree)).containsExactly("", "d", "d/new", "d/s", "d/s/c", "x");
    assertThat(paths(base.with(layer(new OpaqueDirectory(""))))).containsExactly("");
  }

  @Test
  void directoryOverDirectoryKeepsTheChildrenAndEverythingElseReplaces() {
    FileTree base = FileTree.of(List.of(layer(file("a/x"), file("b/x"), file("c"), file("e/x"))));
    FileTree tree = base.with(layer(dir("a"), file("b"), dir("c"), file("c/y"), link("e", "a")));
    assertThat(paths(tree)).containsExactly("", "a", "a/x", "b", "c", "c/y", "e");
    assertThat(tree.lookup("a").orElseThrow().attributes()).isEqualTo(ATTRIBUTES);
  }

  @Test
  void directoryReplacesALinkAndAFileOfALowerLayerOnTheWay() {
    FileTree base = FileTree.of(List.of(layer(dir("real"), link("l", "real"), file("f"))));
    assertThat(paths(base.with(layer(dir("l"), file("l/x")))))
        .containsExactly("", "f", "l", "l/x", "real");
    assertThat(paths(base.with(layer(file("f/x"))))).contains("f", "f/x");
  }

  @Test
  void entryBelowAFileOfItsOwnLayerIsDamage() {
    assertThatThrownBy(() -> FileTree.of(List.of(layer(file("f"), file("f/x")))))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("entry 'f/x'")
        .hasMessageContaining("'f'");
  }

  @Test
  void linksOnTheWayAreFollowedInsideTheRoot() {
    FileTree base =
        FileTree.of(
            List.of(
                layer(
                    dir("usr/lib"),
                    link("lib", "usr/lib"),
                    link("abs", "/usr/lib/deep"),
                    link("out", "../../usr"))));
    FileTree tree =
        base.with(layer(file("lib/a"), file("abs/b"), file("out/c"), file("lib/../lib2")));
    assertThat(paths(tree)).contains("usr/lib/a", "usr/lib/deep/b", "usr/c", "lib", "abs", "out");
    FileTree less = tree.with(layer(new Whiteout("lib/a"), new OpaqueDirectory("abs")));
    assertThat(paths(less)).doesNotContain("usr/lib/a", "usr/lib/deep/b").contains("usr/lib/deep");
  }

  @Test
  void loopOnTheWayIsAnErrorWithLayerAndEntry() {
    Layer base = layer(link("a", "b"), link("b", "a"));
    assertThatThrownBy(() -> FileTree.of(List.of(base, layer(file("a/x")))))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("entry 'a/x'")
        .hasMessageContaining("loop");
  }

  @Test
  void hardLinksShareOneFileAcrossLayers() {
    RegularFile target = file("f");
    Layer base = layer(target);
    Layer upper = layer(hard("d/g", "f"));
    FileTree tree = FileTree.of(List.of(base, upper));
    TreeNode f = tree.lookup("f").orElseThrow();
    TreeNode g = tree.lookup("d/g").orElseThrow();
    assertThat(g.entry()).isSameAs(target);
    assertThat(g.layer()).isSameAs(base);
    assertThat(g.identity()).isSameAs(f.identity());
    assertThat(g.declared()).contains(hard("d/g", "f"));

    FileTree replaced = tree.with(layer(file("f")));
    assertThat(replaced.lookup("d/g").orElseThrow().layer()).isSameAs(base);
    assertThat(replaced.lookup("f").orElseThrow().identity())
        .isNotSameAs(replaced.lookup("d/g").orElseThrow().identity());
  }

  @Test
  void hardLinkMayStandBeforeItsTarget() {
    FileTree tree = FileTree.of(List.of(layer(hard("a", "b"), hard("b", "c"), file("c"))));
    assertThat(tree.lookup("a").orElseThrow().identity())
        .isSameAs(tree.lookup("c").orElseThrow().identity());
  }

  @Test
  void hardLinkWithoutTargetOrToADirectoryIsDamage() {
    assertThatThrownBy(() -> FileTree.of(List.of(layer(hard("a", "gone")))))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("entry 'a'")
        .hasMessageContaining("'gone'");
    assertThatThrownBy(() -> FileTree.of(List.of(layer(dir("d"), hard("a", "d")))))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("directory 'd'");
  }

  @Test
  void lastOfSeveralEntriesCounts() {
    RegularFile last = new RegularFile("f", ATTRIBUTES, 9, 4096);
    FileTree tree = FileTree.of(List.of(layer(file("f"), hard("g", "f"), last)));
    assertThat(tree.lookup("f").orElseThrow().entry()).isSameAs(last);
    assertThat(tree.lookup("g").orElseThrow().entry()).isEqualTo(file("f"));
  }

  @Test
  void untouchedNodesAreShared() {
    FileTree base = FileTree.of(List.of(layer(file("a/x"), file("b/y"))));
    FileTree tree = base.with(layer(file("b/z"), new Whiteout("a/none")));
    assertThat(tree.lookup("a")).containsSame(base.lookup("a").orElseThrow());
    assertThat(base.with(layer(new Whiteout("q"))).root()).isSameAs(base.root());
  }

  @Test
  void namesAreInTheOrderOfTheirBytes() {
    FileTree tree =
        FileTree.of(List.of(layer(file("\uff01"), file("a.b"), file("\ud83d\ude00"), file("a/b"))));
    assertThat(paths(tree)).containsExactly("", "a", "a/b", "a.b", "\uff01", "\ud83d\ude00");
  }

  @Test
  void pathsAreResolvedAsInARootDirectory() {
    FileTree tree =
        FileTree.of(
            List.of(
                layer(
                    file("usr/bin/sh"),
                    link("bin", "usr/bin"),
                    link("up", "../../../bin/sh"),
                    link("usr/abs", "/bin"),
                    link("dangling", "/var/new/place"))));
    assertThat(tree.resolve("/bin/sh", true).path()).isEqualTo("usr/bin/sh");
    assertThat(tree.resolve("../up", true).path()).isEqualTo("usr/bin/sh");
    assertThat(tree.resolve("up", false).path()).isEqualTo("up");
    assertThat(tree.resolve("usr/abs/../x", true).path()).isEqualTo("usr/x");
    assertThat(tree.resolve("bin/", false).path()).isEqualTo("usr/bin");
    assertThat(tree.resolve("", true).node()).containsSame(tree.root());

    Resolution dangling = tree.resolve("dangling/q", true);
    assertThat(dangling.path()).isEqualTo("var/new/place/q");
    assertThat(dangling.missing()).containsExactly("var", "new", "place", "q");
    assertThat(dangling.deepest()).isSameAs(tree.root());
    assertThat(dangling.node()).isEmpty();

    Resolution below = tree.resolve("bin/sh/x", true);
    assertThat(below.deepest().name()).isEqualTo("sh");
    assertThat(below.missing()).containsExactly("x");
  }

  @Test
  void loopIsAnErrorAndAnythingUpTo255LinksIsNot() {
    List<LayerEntry> chain = new ArrayList<>();
    for (int i = 0; i < 256; i++) {
      chain.add(link("l" + i, "l" + (i + 1)));
    }
    chain.add(file("l256"));
    FileTree tree = FileTree.of(List.of(layer(chain)));
    assertThat(tree.resolve("l1", true).path()).isEqualTo("l256");
    assertThatThrownBy(() -> tree.resolve("l0", true)).isInstanceOf(BaciException.class);
  }

  /** The same as the tree, the simple way: a sorted map of all paths. */
  private static void applySimply(Map<String, LayerEntry> model, List<LayerEntry> entries) {
    for (LayerEntry entry : entries) {
      if (entry instanceof Whiteout whiteout) {
        removeAll(model, whiteout.path(), true);
      } else if (entry instanceof OpaqueDirectory opaque) {
        removeAll(model, opaque.path(), false);
      }
    }
    for (LayerEntry entry : entries) {
      if (entry instanceof LayerEntry.Content) {
        if (!(entry instanceof Directory && model.get(entry.path()) instanceof Directory)) {
          removeAll(model, entry.path(), true);
        }
        model.put(entry.path(), entry);
      }
    }
  }

  private static void removeAll(Map<String, LayerEntry> model, String path, boolean itself) {
    model.keySet().removeIf(key -> key.startsWith(path + "/") || (itself && key.equals(path)));
  }

  @Test
  void randomLayersGiveWhatAPlainMapGives() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      TreeMap<String, LayerEntry> model = new TreeMap<>(NameOrder.BYTES);
      FileTree tree = FileTree.EMPTY;
      for (int i = 0; i < 4; i++) {
        List<LayerEntry> entries = randomEntries(random);
        tree = tree.with(layer(entries));
        applySimply(model, entries);
      }
      TreeMap<String, LayerEntry> actual = new TreeMap<>(NameOrder.BYTES);
      tree.walk((path, node) -> actual.put(path, node.entry()));
      actual.remove("");
      assertThat(actual).as("seed %d", seed).isEqualTo(model);
    }
  }

  /** Every entry's directories are there, as directories, before it. */
  private static List<LayerEntry> randomEntries(Random random) {
    TreeMap<String, LayerEntry> own = new TreeMap<>();
    for (int i = 0; i < 12; i++) {
      StringBuilder path = new StringBuilder();
      int depth = 1 + random.nextInt(3);
      for (int level = 0; level < depth; level++) {
        path.append(level == 0 ? "" : "/").append((char) ('a' + random.nextInt(3)));
        String part = path.toString();
        if (level < depth - 1) {
          if (own.get(part) instanceof RegularFile) {
            break;
          }
          own.put(part, dir(part));
        } else if (!own.containsKey(part)) {
          own.put(part, random.nextBoolean() ? file(part) : dir(part));
        }
      }
    }
    List<LayerEntry> entries = new ArrayList<>(own.values());
    for (int i = 0; i < 3; i++) {
      String path = "" + (char) ('a' + random.nextInt(3));
      String longer = path + "/" + (char) ('a' + random.nextInt(3));
      entries.add(
          random.nextInt(entries.size() + 1),
          random.nextBoolean() ? new Whiteout(longer) : new OpaqueDirectory(path));
    }
    return entries;
  }
}
