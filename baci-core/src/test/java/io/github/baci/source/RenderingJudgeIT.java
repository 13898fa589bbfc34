package io.github.baci.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.layer.DirectoryLayerStore;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.OpenLayerTars;
import io.github.baci.layer.TreeNode;
import io.github.baci.source.aci.AciImages;
import io.github.baci.store.DirectoryStore;
import io.github.baci.store.Store;
import io.github.baci.testing.Actool;
import io.github.baci.testing.AppcRenderer;
import io.github.baci.testing.SampleAci;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Images with dependencies have the files that the App Container project's own renderer gives them.
 * Compared are chains, as difference ACIs and docker2aci make them, whose path whitelists list
 * every path of the result. (In others the two differ where the specification is not followed
 * there: a whitelist in the middle of a chain is ignored if one above has a whitelist.)
 */
class RenderingJudgeIT {
  private static final String DIRECTORY = "/";

  @TempDir private Path directory;

  @Test
  void chainsAreRenderedAsByTheProjectsOwnRenderer() throws Exception {
    try (Store store = DirectoryStore.open(directory.resolve("store"))) {
      AciImages images = new AciImages(store, new DirectoryLayerStore(store));
      for (int seed = 0; seed < 20; seed++) {
        Path chain = Files.createDirectories(directory.resolve("chain-" + seed));
        write(chain, new Random(seed));

        List<String> rendered = lines(FileTree.of(images.read(chain.resolve("3.aci")).layers()));

        assertThat(rendered)
            .as("chain " + seed)
            .isEqualTo(AppcRenderer.render(chain, "example.com/image-3"));
      }
    }
    assertThat(Actool.validate(directory.resolve("chain-0/3.aci")).output()).isEmpty();
  }

  /** Writes four images, each on the one before. */
  private static void write(Path chain, Random random) throws IOException {
    Map<String, String> below = new TreeMap<>();
    for (int i = 0; i < 4; i++) {
      SampleAci aci = new SampleAci("example.com/image-" + i);
      Map<String, String> own = files(random, Integer.toString(i));
      Map<String, String> result = new TreeMap<>(below);
      own.forEach(
          (path, content) -> {
            if (!content.equals(DIRECTORY)) {
              result.keySet().removeIf(each -> each.startsWith(path + "/"));
            }
            result.put(path, content);
          });
      List<String> removed = new ArrayList<>();
      result.keySet().stream()
          .filter(path -> !own.containsKey(path) && random.nextInt(4) == 0)
          .forEach(removed::add);
      removed.forEach(
          gone -> {
            if (own.keySet().stream().noneMatch(path -> path.startsWith(gone + "/"))) {
              result.keySet().removeIf(path -> path.equals(gone) || path.startsWith(gone + "/"));
            }
          });
      own.forEach(
          (path, content) -> aci.file(content.equals(DIRECTORY) ? path + "/" : path, content));
      if (i > 0) {
        aci.dependsOn("example.com/image-" + (i - 1));
        result.keySet().forEach(path -> aci.whitelist("/" + path));
      }
      Files.write(chain.resolve(i + ".aci"), aci.tar());
      below = result;
    }
  }

  private static Map<String, String> files(Random random, String content) {
    Map<String, String> files = new TreeMap<>();
    for (String path : List.of("a", "b", "a/x", "a/y", "b/x", "a/x/p", "a/x/q")) {
      int slash = path.lastIndexOf('/');
      if (random.nextInt(3) > 0
          && (slash < 0 || DIRECTORY.equals(files.get(path.substring(0, slash))))) {
        files.put(path, random.nextInt(5) < 3 ? DIRECTORY : content);
      }
    }
    return files;
  }

  private static List<String> lines(FileTree tree) {
    List<String> lines = new ArrayList<>();
    try (OpenLayerTars content = new OpenLayerTars()) {
      tree.walk(
          (path, node) -> {
            if (!path.isEmpty()) {
              lines.add(path + (node.isDirectory() ? "/" : ": " + text(content, node)));
            }
          });
    }
    Collections.sort(lines);
    return lines;
  }

  private static String text(OpenLayerTars content, TreeNode node) {
    try {
      return new String(content.read(node, 100), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
