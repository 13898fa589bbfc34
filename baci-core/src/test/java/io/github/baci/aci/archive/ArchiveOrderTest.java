package io.github.baci.aci.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.api.Digest;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.Mtime;
import io.github.baci.layer.TreeNode;
import io.github.baci.layer.Xattrs;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveOrderTest {
  private static final int TARGET = 4096;

  @TempDir private Path directory;
  private TestLayers layers;

  @BeforeEach
  void openAStore() {
    layers = new TestLayers(directory.resolve("store"));
  }

  @AfterEach
  void closeTheStore() {
    layers.close();
  }

  @Test
  void theRootAndDirectoriesOfNoLayerComeFirst() {
    layers.layer(entries -> entries.file("b/x", "1").directory("a"));

    assertThat(paths()).containsExactly("", "b", "b/x", "a");
  }

  @Test
  void whatALayerHidesStandsNowhere() {
    layers
        .layer(entries -> entries.file("a", "old").file("b", "1").file("c", "2"))
        .layer(entries -> entries.remove("b").file("a", "new"));

    assertThat(paths()).containsExactly("", "c", "a");
  }

  @Test
  void aHiddenFileChangesTheChunkThatItWasInAndNoOther() {
    layers.layer(
        entries -> {
          for (int i = 0; i < 60; i++) {
            entries.file("file" + i, "content " + i);
          }
        });
    Set<String> before = identities();
    layers.layer(entries -> entries.remove("file20"));

    Set<String> after = identities();

    assertThat(before).hasSizeGreaterThan(5);
    assertThat(after).hasSameSizeAs(before);
    after.removeAll(before);
    assertThat(after).hasSize(1);
  }

  /** What stores have of compressed chunks is found by these. */
  @Test
  void identitiesStayWhatTheyAre() {
    Attributes own =
        new Attributes(
            0600,
            Attributes.LARGEST_ID,
            7,
            new Mtime(-5, 6),
            Xattrs.of(Map.of("user.\u00e9", new byte[] {1, 2}, "user.b", new byte[0])));
    layers
        .layer(
            entries ->
                entries
                    .file("large", own, new byte[TARGET + 1])
                    .file("\udcff", "x")
                    .hardLink("link", "large")
                    .symlink("symlink", "\u00e9"))
        .layer(
            entries ->
                entries
                    .add(
                        new LayerEntry.Device(
                            "block", own, LayerEntry.Device.Kind.BLOCK, 8, 1 << 19))
                    .add(new LayerEntry.Device("char", own, LayerEntry.Device.Kind.CHARACTER, 1, 3))
                    .add(new LayerEntry.Fifo("pipe", own)));

    ByteArrayOutputStream all = new ByteArrayOutputStream();
    chunks().forEach(chunk -> all.writeBytes(chunk.identity()));

    assertThat(Digest.sha256Of(all.toByteArray()).hex())
        .isEqualTo("09f2e32f303879e078331960c87b647dee93758148f8430b38d758d4b5febe7f");
  }

  @Test
  void identitiesTellChunksApart() {
    Attributes own = Attributes.of(0600, 1, 2, new Mtime(5, 6));
    layers
        .layer(
            entries ->
                entries
                    .file("x", TestLayers.FILE, new byte[300])
                    .file("y", own, new byte[300])
                    .file("empty", "")
                    .directory("d")
                    .symlink("s", "x"))
        .layer(entries -> entries.file("z", TestLayers.FILE, new byte[300]));
    List<List<ChunkItem>> chunks = new ArrayList<>();
    for (String node : List.of("x", "y", "z", "empty", "d", "s")) {
      for (String path : List.of("a", "ab", "a/b", "b")) {
        chunks.add(List.of(item(path, node, null, 0, 300)));
        for (String second : List.of("x", "y", "z", "d")) {
          chunks.add(List.of(item("a", node, null, 0, 300), item(path, second, null, 0, 300)));
        }
      }
    }
    for (String link : List.of("a", "ab")) {
      chunks.add(List.of(item("a", "x", link, 0, 0)));
      chunks.add(List.of(item("a", "y", link, 0, 0)));
      chunks.add(List.of(item("ab", "x", link, 0, 0)));
    }
    for (int from : List.of(0, 1, 100, 128, 200)) {
      chunks.add(List.of(item("a", "x", null, from, 99)));
      chunks.add(List.of(item("a", "x", null, from, 100)));
    }

    assertThat(chunks)
        .extracting(items -> HexFormat.of().formatHex(new Chunk(0, items).identity()))
        .doesNotHaveDuplicates();
  }

  private ChunkItem item(String path, String node, @Nullable String link, long from, long length) {
    TreeNode found = layers.tree().lookup(node).orElseThrow();
    boolean isFile = found.entry() instanceof LayerEntry.RegularFile file && file.size() > 0;
    return new ChunkItem(path, found, link, from, isFile ? length : 0);
  }

  @Test
  void largeFilesAreCutIntoSlices() {
    layers.layer(
        entries ->
            entries
                .file("small", "1")
                .file("large", TestLayers.FILE, new byte[2 * TARGET + 1])
                .file("other", "2"));

    assertThat(chunks())
        .extracting(chunk -> chunk.items().stream().map(ChunkItem::length).toList())
        .containsExactly(
            List.of(0L),
            List.of(1L),
            List.of((long) TARGET),
            List.of((long) TARGET),
            List.of(1L),
            List.of(1L));
  }

  @Test
  void aHardLinkPointsToTheNameThatStandsFirst() {
    layers.layer(entries -> entries.file("a", "x").hardLink("b", "a"));

    assertThat(linkTargets()).containsExactly(null, null, "a");
  }

  @Test
  void aHardLinkWhoseFirstNameIsGoneBecomesTheFile() {
    layers
        .layer(entries -> entries.file("a", "x").hardLink("b", "a").hardLink("c", "a"))
        .layer(entries -> entries.remove("a"));

    assertThat(paths()).containsExactly("", "b", "c");
    assertThat(linkTargets()).containsExactly(null, null, "b");
    assertThat(chunks().get(1).items().get(0).length()).isEqualTo(1);
  }

  @Test
  void aHardLinkMayPointToALowerLayer() {
    layers.layer(entries -> entries.file("a", "x")).layer(entries -> entries.hardLink("b", "a"));

    assertThat(linkTargets()).containsExactly(null, null, "a");
  }

  @Test
  void aTreeMayBeMadeOfLayersThatWereReadTwice() {
    layers.layer(entries -> entries.file("a", "1")).layer(entries -> entries.file("b", "1"));
    Layer first = layers.layers().get(0);
    Layer readAgain = new Layer(first.diffId(), first.tar(), copies(first.entries()));

    FileTree tree = FileTree.of(List.of(first, layers.layers().get(1), readAgain));

    assertThat(ArchiveOrder.of(Difference.ofAll(tree), TARGET))
        .flatExtracting(Chunk::items)
        .extracting(ChunkItem::path)
        .containsExactly("", "a", "b");
  }

  private static List<LayerEntry> copies(List<LayerEntry> entries) {
    return entries.stream()
        .map(
            entry ->
                entry instanceof LayerEntry.Content content
                    ? content.withAttributes(content.attributes())
                    : entry)
        .toList();
  }

  @Test
  void aDirectoryStandsBeforeWhatIsInItWhicheverLayerItIsOf() {
    layers
        .layer(
            entries ->
                entries
                    .directory("d")
                    .directory("d/sub")
                    .file("d/sub/low", "1")
                    .directory("other")
                    .file("other/low", "1"))
        .layer(entries -> entries.directory("d").directory("d/sub").file("d/sub/high", "2"));

    assertThat(paths())
        .containsExactly("", "d", "d/sub", "d/sub/low", "other", "other/low", "d/sub/high");
  }

  @Test
  void whatIsBelowTheFirstFileOfAChangedDirectoryStaysAsItIs() {
    layers
        .layer(entries -> entries.directory("d").directory("d/sub").file("a", "1"))
        .layer(entries -> entries.file("b", "2"))
        .layer(entries -> entries.directory("d/sub").file("d/sub/x", "3").file("c", "4"));
    List<Chunk> before = chunks();
    layers.layer(entries -> entries.directory("d").directory("d/sub").file("d/sub/y", "5"));

    List<Chunk> after = chunks();

    assertThat(paths()).containsExactly("", "a", "b", "d", "d/sub", "d/sub/x", "c", "d/sub/y");
    assertThat(after)
        .extracting(Chunk::layer)
        .containsExactly(Chunk.NO_LAYER, 0, 1, Chunk.NO_LAYER, 2, 3);
    assertThat(after.get(2).identity()).isEqualTo(before.get(2).identity());
  }

  @Test
  void aDirectoryStandsNoLaterThanOneInItThatHasToStandBeforeALayer() {
    layers
        .layer(entries -> entries.file("a", "1"))
        .layer(entries -> entries.directory("d").directory("d/sub").file("d/sub/x", "2"))
        .layer(entries -> entries.directory("d/sub"));

    assertThat(paths()).containsExactly("", "a", "d", "d/sub", "d/sub/x");
  }

  @Test
  void aDirectoryThatALayerNamesLateStandsBeforeWhatIsInIt() {
    layers.layer(
        entries ->
            entries.file("z", "1").file("d/sub/file", "1").directory("d/sub").directory("d"));

    assertThat(paths()).containsExactly("", "d", "d/sub", "z", "d/sub/file");
  }

  private List<String> paths() {
    return chunks().stream().flatMap(chunk -> chunk.items().stream()).map(ChunkItem::path).toList();
  }

  private List<String> linkTargets() {
    return chunks().stream()
        .flatMap(chunk -> chunk.items().stream())
        .map(ChunkItem::linkTarget)
        .collect(java.util.stream.Collectors.toList());
  }

  private Set<String> identities() {
    Set<String> identities = new HashSet<>();
    chunks().forEach(chunk -> identities.add(HexFormat.of().formatHex(chunk.identity())));
    return identities;
  }

  private List<Chunk> chunks() {
    return ArchiveOrder.of(Difference.ofAll(layers.tree()), TARGET);
  }
}
