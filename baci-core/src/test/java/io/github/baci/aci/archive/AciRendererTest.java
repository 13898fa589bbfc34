package io.github.baci.aci.archive;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.layer.FileTree;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.TreeNode;
import io.github.baci.store.Records;
import io.github.baci.store.Store;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AciRendererTest extends AciRendererFixture {
  @Test
  void laterDependenciesLieOverEarlierOnesAndTheImageOverAll() throws Exception {
    image("one", List.of(), List.of(), e -> e.file("f1", "1").file("f2", "1").file("f3", "1"));
    image("two", List.of(), List.of(), e -> e.file("f2", "2").file("f3", "2"));
    UnrenderedAci top = image("top", List.of("one", "two"), List.of(), e -> e.file("f3", "3"));

    assertThat(rendered(top)).containsExactly("f1: 1", "f2: 2", "f3: 3");
  }

  @Test
  void dependenciesOfDependenciesAreRenderedFirst() throws Exception {
    image("deep", List.of(), List.of(), e -> e.file("a", "deep").file("b", "deep"));
    image("left", List.of("deep"), List.of(), e -> e.file("a", "left"));
    image("right", List.of("deep"), List.of(), e -> e.file("c", "right"));
    UnrenderedAci top = image("top", List.of("left", "right"), List.of(), e -> e);

    // "deep" is a part of "right", which lies over "left".
    assertThat(rendered(top)).containsExactly("a: deep", "b: deep", "c: right");
    assertThat(render(top)).hasSize(4);
  }

  @Test
  void filesAndDirectoriesReplaceEachOther() throws Exception {
    image(
        "base",
        List.of(),
        List.of(),
        e -> e.directory("d").file("d/x", "1").file("f", "1").symlink("l", "d"));
    UnrenderedAci top =
        image(
            "top",
            List.of("base"),
            List.of(),
            e -> e.file("d", "2").directory("f").file("f/y", "2").file("l", "2"));

    assertThat(rendered(top)).containsExactly("d: 2", "f/", "f/y: 2", "l: 2");
  }

  @Test
  void aWhitelistIsForAllFilesOfTheImageAndItsDependencies() throws Exception {
    image(
        "base",
        List.of(),
        List.of(),
        e ->
            e.directory("d")
                .file("d/kept", "1")
                .file("d/gone", "1")
                .directory("e")
                .file("e/x", "1"));
    UnrenderedAci top =
        image(
            "top",
            List.of("base"),
            List.of("/d", "/d/kept", "/own/", "/empty"),
            e -> e.file("own", "2").file("unlisted", "2").directory("empty"));

    assertThat(rendered(top)).containsExactly("d/", "d/kept: 1", "empty/", "own: 2");
    Layer whiteouts = render(top).get(2);
    assertThat(whiteouts.entries())
        .containsExactly(
            new LayerEntry.Whiteout("d/gone"),
            new LayerEntry.Whiteout("e"),
            new LayerEntry.Whiteout("unlisted"));
  }

  @Test
  void directoriesOnTheWayToAListedPathStay() throws Exception {
    UnrenderedAci top =
        image(
            "top",
            List.of(),
            List.of("/a/b/c"),
            e -> e.directory("a").directory("a/b").file("a/b/c", "1").file("a/x", "1"));

    assertThat(rendered(top)).containsExactly("a/", "a/b/", "a/b/c: 1");
  }

  @Test
  void aWhitelistThatListsEverythingMakesNoLayer() throws Exception {
    UnrenderedAci top = image("top", List.of(), List.of("/a"), e -> e.file("a", "1"));

    assertThat(render(top)).containsExactly(top.files());
  }

  @Test
  void theWhitelistOfADependencyHidesNothingOfTheOneBelow() throws Exception {
    image("one", List.of(), List.of(), e -> e.file("x", "one").file("y", "one"));
    image("inner", List.of(), List.of(), e -> e.file("x", "inner").file("z", "inner"));
    image(
        "two",
        List.of("inner"),
        List.of("/z", "/own", "/link"),
        e -> e.file("own", "two").hardLink("link", "own"));
    UnrenderedAci top = image("top", List.of("one", "two"), List.of(), e -> e);

    assertThat(rendered(top))
        .containsExactly("link: two", "own: two", "x: one", "y: one", "z: inner");
    FileTree tree = FileTree.of(render(top));
    assertThat(tree.lookup("link").map(TreeNode::identity))
        .isEqualTo(tree.lookup("own").map(TreeNode::identity));
  }

  @Test
  void whatWasCopiedIsRemembered() throws Exception {
    image("one", List.of(), List.of(), e -> e.file("x", "one"));
    image("two", List.of(), List.of("/z"), e -> e.file("x", "two").file("z", "two"));
    UnrenderedAci top = image("top", List.of("one", "two"), List.of(), e -> e);
    List<Layer> first = render(top);
    String key;
    try (var files = java.nio.file.Files.walk(directory.resolve("store"))) {
      key =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.startsWith("flat-layer-"))
              .findFirst()
              .orElseThrow()
              .replace(".rec", "");
    }
    Records records = new Records(layers.store());
    assertThat(records.text(Store.Area.FILES, key)).contains(first.get(1).diffId().toString());

    // Another layer in the record is taken for what was made.
    records.put(Store.Area.FILES, key, top.files().diffId().toString());

    assertThat(render(top)).hasSize(2).doesNotContain(first.get(1));
  }

  @Test
  void aHardLinkOutlivesTheNameThatTheWhitelistLeavesOut() throws Exception {
    UnrenderedAci top =
        image("top", List.of(), List.of("/b"), e -> e.file("a", "1").hardLink("b", "a"));

    assertThat(rendered(top)).containsExactly("b: 1");
  }

  /** The specification's process, done on maps of paths, gives the same for any images. */
  @Test
  void anyImagesAreRenderedAsIfTheyWereUnpackedOverEachOther() throws Exception {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      List<Map<String, String>> unpacked = new ArrayList<>();
      UnrenderedAci last = null;
      for (int i = 0; i < 5; i++) {
        List<String> dependencies = new ArrayList<>();
        Map<String, String> expected = new TreeMap<>();
        for (int below = 0; below < i; below++) {
          if (random.nextInt(3) > 0) {
            dependencies.add("s%d-%d".formatted(seed, below));
            put(unpacked.get(below), expected);
          }
        }
        Map<String, String> own = randomFiles(random, Integer.toString(i));
        put(own, expected);
        List<String> whitelist = new ArrayList<>();
        if (random.nextBoolean()) {
          expected.keySet().removeIf(path -> random.nextInt(4) == 0);
          List<String> orphans =
              expected.keySet().stream().filter(path -> !hasParents(path, expected)).toList();
          orphans.forEach(expected::remove);
          expected.keySet().forEach(path -> whitelist.add("/" + path));
        }
        if (whitelist.isEmpty()) {
          expected.clear();
          dependencies.forEach(
              name -> put(unpacked.get(Integer.parseInt(name.split("-", -1)[1])), expected));
          put(own, expected);
        }
        unpacked.add(expected);
        last = image("s%d-%d".formatted(seed, i), dependencies, whitelist, e -> write(own, e));
      }
      List<String> lines = new ArrayList<>();
      unpacked
          .get(4)
          .forEach(
              (path, content) -> lines.add(path + (content.equals("/") ? "/" : ": " + content)));
      assertThat(rendered(requireNonNull(last)))
          .as("seed " + seed)
          .containsExactlyInAnyOrderElementsOf(lines);
    }
  }

  private static boolean hasParents(String path, Map<String, String> tree) {
    int slash = path.lastIndexOf('/');
    return slash < 0
        || ("/".equals(tree.get(path.substring(0, slash)))
            && hasParents(path.substring(0, slash), tree));
  }

  /** Returns content by path; that of directories is "/". */
  private static Map<String, String> randomFiles(Random random, String content) {
    Map<String, String> files = new TreeMap<>();
    for (String path : List.of("a", "b", "a/x", "a/y", "b/x", "a/x/p", "a/x/q")) {
      if (random.nextInt(3) > 0 && hasParents(path, files)) {
        files.put(path, random.nextInt(5) < 3 ? "/" : content);
      }
    }
    return files;
  }

  /** Unpacks files over others. */
  private static void put(Map<String, String> files, Map<String, String> target) {
    files.forEach(
        (path, content) -> {
          if (!content.equals("/") || !"/".equals(target.get(path))) {
            target.keySet().removeIf(each -> each.startsWith(path + "/"));
          }
          target.put(path, content);
        });
  }

  private static TestLayers.Entries write(Map<String, String> files, TestLayers.Entries entries)
      throws IOException {
    for (Map.Entry<String, String> file : files.entrySet()) {
      if (file.getValue().equals("/")) {
        entries.directory(file.getKey());
      } else {
        entries.file(file.getKey(), file.getValue());
      }
    }
    return entries;
  }
}
