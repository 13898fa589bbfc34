package io.github.baci.inspect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.layer.Attributes;
import io.github.baci.layer.DirectoryLayerStore;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.LayerWriter;
import io.github.baci.layer.Mtime;
import io.github.baci.layer.OpenLayerTars;
import io.github.baci.layer.Xattrs;
import io.github.baci.store.DirectoryStore;
import io.github.baci.store.Store;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeDifferenceTest {
  private static final Attributes FILE = Attributes.of(0644, 0, 0, new Mtime(1000, 0));

  @TempDir private Path directory;
  private Store store;
  private DirectoryLayerStore layers;

  @BeforeEach
  void open() {
    store = DirectoryStore.open(directory);
    layers = new DirectoryLayerStore(store);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private interface Content {
    void write(LayerWriter writer) throws IOException;
  }

  private Layer layer(Content content) throws IOException {
    try (LayerWriter writer = layers.newLayer()) {
      content.write(writer);
      return writer.commit();
    }
  }

  private static void file(LayerWriter to, String path, Attributes attributes, String text)
      throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    to.addFile(path, attributes, bytes.length, new ByteArrayInputStream(bytes));
  }

  /** Returns the changes in the words of the report. */
  private static List<String> changes(FileTree before, FileTree after) throws IOException {
    try (OpenLayerTars content = new OpenLayerTars()) {
      return TreeDifference.between(before, after, content).changes().stream()
          .map(
              change ->
                  change.kind().label()
                      + " "
                      + change.path()
                      + (change.kind() == FileChange.Kind.CHANGED
                          ? ": " + FileLines.difference(change)
                          : ""))
          .toList();
    }
  }

  private List<String> changes(Content before, Content after) throws IOException {
    return changes(FileTree.of(List.of(layer(before))), FileTree.of(List.of(layer(after))));
  }

  @Test
  void tellsWhatChangedOfAFile() throws IOException {
    assertThat(
            changes(
                to -> {
                  file(to, "content", FILE, "one");
                  file(to, "mode", FILE, "x");
                  file(to, "owner", FILE, "x");
                  file(to, "same", FILE, "x");
                  file(to, "size", FILE, "1");
                  file(to, "time", FILE, "x");
                  file(to, "xattr", FILE, "x");
                },
                to -> {
                  file(to, "content", FILE, "two");
                  file(to, "mode", FILE.withMode(04755), "x");
                  file(to, "owner", FILE.withOwner(7, 8), "x");
                  file(to, "same", FILE, "x");
                  file(to, "size", FILE, "123");
                  file(to, "time", FILE.withMtime(new Mtime(2000, 5)), "x");
                  file(
                      to,
                      "xattr",
                      new Attributes(
                          0644, 0, 0, FILE.mtime(), Xattrs.of(Map.of("user.a", new byte[1]))),
                      "x");
                }))
        .containsExactly(
            "changed /content: content",
            "changed /mode: mode 0644 -> 4755",
            "changed /owner: owner 0:0 -> 7:8",
            "changed /size: size 1 B -> 3 B, content",
            "changed /time: time 1970-01-01T00:16:40Z -> 1970-01-01T00:33:20.000000005Z",
            "changed /xattr: xattrs");
  }

  @Test
  void tellsWhatBecameOfNamesAndTypes() throws IOException {
    assertThat(
            changes(
                to -> {
                  file(to, "d/gone", FILE, "x");
                  file(to, "d/turned", FILE, "x");
                  to.add(new LayerEntry.Symlink("link", FILE, "a"));
                  to.add(
                      new LayerEntry.Device("null", FILE, LayerEntry.Device.Kind.CHARACTER, 1, 3));
                  file(to, "tree/deep/file", FILE, "x");
                },
                to -> {
                  file(to, "d/turned/inside", FILE, "x");
                  to.add(new LayerEntry.Symlink("link", FILE, "b"));
                  to.add(
                      new LayerEntry.Device("null", FILE, LayerEntry.Device.Kind.CHARACTER, 1, 5));
                  file(to, "ünew", FILE, "x");
                }))
        .containsExactly(
            "removed /d/gone",
            "changed /d/turned: type file -> directory, mode 0644 -> 0755, time"
                + " 1970-01-01T00:16:40Z -> 1970-01-01T00:00:00Z",
            "added /d/turned/inside",
            "changed /link: link a -> b",
            "changed /null: device",
            "removed /tree",
            "removed /tree/deep",
            "removed /tree/deep/file",
            "added /ünew");
  }

  @Test
  void doesNotCareHowTheFilesAreSpreadOverLayers() throws IOException {
    Layer one =
        layer(
            to -> {
              file(to, "a", FILE, "x");
              file(to, "gone", FILE, "x");
            });
    Layer two =
        layer(
            to -> {
              to.add(new LayerEntry.Whiteout("gone"));
              to.add(new LayerEntry.HardLink("b", FILE, "a"));
            });
    Layer flat =
        layer(
            to -> {
              file(to, "b", FILE, "x");
              to.add(new LayerEntry.HardLink("a", FILE, "b"));
            });

    assertThat(changes(FileTree.of(List.of(one, two)), FileTree.of(List.of(flat)))).isEmpty();
  }

  @Test
  void seesAHardLinkThatBecameACopy() throws IOException {
    assertThat(
            changes(
                to -> {
                  file(to, "a", FILE, "x");
                  to.add(new LayerEntry.HardLink("b", FILE, "a"));
                },
                to -> {
                  file(to, "a", FILE, "x");
                  file(to, "b", FILE, "x");
                }))
        .containsExactly("changed /b: link /a -> (none)");
  }

  @Test
  void comparesLongFilesToTheirEnds() throws IOException {
    String text = "0123456789abcdef".repeat(100_000);
    assertThat(
            changes(
                to -> {
                  file(to, "differs", FILE, text + "a");
                  file(to, "same", FILE, text);
                },
                to -> {
                  file(to, "before", FILE, "moves the others");
                  file(to, "differs", FILE, text + "b");
                  file(to, "same", FILE, text);
                }))
        .containsExactly("added /before", "changed /differs: content");
  }

  @Test
  void showsNoControlCharactersOfNames() {
    assertThat(FileLines.plain("a\nb\u001b[2J")).isEqualTo("a\\u000ab\\u001b[2J");
  }
}
