package io.github.baci.aci.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.aci.archive.TestLayers.Content;
import io.github.baci.aci.manifest.ImageManifest;
import io.github.baci.aci.manifest.ManifestFactory;
import io.github.baci.aci.types.Dependency;
import io.github.baci.api.AciCompression;
import io.github.baci.api.AciOptions;
import io.github.baci.image.ImageConfig;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.Mtime;
import io.github.baci.testing.AciContents;
import io.github.baci.testing.ReferenceRendering;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a difference holds; and that it, unpacked over its base, is the flat image. */
class DifferenceTest {
  private static final Attributes OTHER = Attributes.of(0500, 7, 8, new Mtime(2_000_000, 5));

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
  void holdsWhatWasAddedAndTheDirectoriesOnTheWay() throws Exception {
    AciContents difference =
        difference(
            base ->
                base.directory("usr").directory("usr/bin").file("usr/bin/sh", "1").file("x", ""),
            added -> added.file("usr/bin/app", "2"));

    assertThat(paths(difference)).containsExactlyInAnyOrder("", "/usr", "/usr/bin", "/usr/bin/app");
    assertThat(difference.manifest().has("pathWhitelist")).isFalse();
  }

  @Test
  void aFileOfWhichOnlyTheModeChangedIsThereAsAWhole() throws Exception {
    AciContents difference =
        difference(
            base -> base.file("a", "content").file("b", "1"),
            added ->
                added.file(
                    "a", OTHER, "content".getBytes(java.nio.charset.StandardCharsets.UTF_8)));

    assertThat(paths(difference)).containsExactlyInAnyOrder("", "/a");
    assertThat(difference.file("/a").text()).isEqualTo("content");
    assertThat(difference.file("/a").mode()).isEqualTo(0500);
  }

  @Test
  void whatIsRemovedIsNotOnThePathWhitelist() throws Exception {
    AciContents difference =
        difference(
            base -> base.directory("d").file("d/kept", "1").file("d/gone", "2").file("gone", "3"),
            added -> added.remove("d/gone").remove("gone").file("new", "4"));

    assertThat(whitelist(difference)).containsExactlyInAnyOrder("/d", "/d/kept", "/new");
    assertThat(paths(difference)).containsExactlyInAnyOrder("", "/new");
  }

  @Test
  void anImageOfWhichNothingRemainsListsItsRootAlone() throws Exception {
    AciContents difference =
        difference(
            base -> base.file("a", "1").file("b", "2"), added -> added.remove("a").remove("b"));

    assertThat(whitelist(difference)).containsExactly("/");
  }

  @Test
  void anOpaqueDirectoryHidesWhatIsBelow() throws Exception {
    AciContents difference =
        difference(
            base -> base.directory("d").file("d/old", "1").directory("d/e").file("d/e/old", "2"),
            added ->
                added
                    .add(new LayerEntry.OpaqueDirectory("d"))
                    .add(new LayerEntry.Directory("d", OTHER))
                    .file("d/new", "3"));

    assertThat(whitelist(difference)).containsExactlyInAnyOrder("/d", "/d/new");
  }

  @Test
  void directoriesBecomeFilesAndFilesDirectories() throws Exception {
    AciContents difference =
        difference(
            base ->
                base.directory("d").file("d/a", "1").file("f", "2").symlink("l", "d").file("g", ""),
            added ->
                added
                    .remove("d")
                    .file("d", "now a file")
                    .remove("f")
                    .directory("f")
                    .file("f/b", "3")
                    .remove("l")
                    .file("l/c", "4"));

    assertThat(whitelist(difference))
        .containsExactlyInAnyOrder("/d", "/f", "/f/b", "/g", "/l", "/l/c");
  }

  @Test
  void aFileThatBecomesADirectoryIsTakenForRemoved() throws Exception {
    AciContents difference =
        difference(
            base -> base.file("f", "1").file("g", "2"), added -> added.remove("f").directory("f"));

    assertThat(whitelist(difference)).containsExactlyInAnyOrder("/f", "/g");
  }

  @Test
  void aDirectoryInThePlaceOfALinkStandsBeforeWhatIsInIt() throws Exception {
    layers.layer(base -> base.directory("d").symlink("l", "d"));
    AciContents difference =
        difference(
            layers.layers(),
            layers
                .layer(added -> added.remove("l").file("l/c", "1"))
                .layer(added -> added.add(new LayerEntry.Directory("l", OTHER))));

    assertThat(difference.entries().keySet())
        .containsExactly("rootfs", "rootfs/l", "rootfs/l/c", "manifest");
  }

  @Test
  void aSymbolicLinkIsReplaced() throws Exception {
    AciContents difference =
        difference(
            base -> base.symlink("l", "a").file("a", "1"), added -> added.symlink("l", "/b"));

    assertThat(difference.file("/l").link()).isEqualTo("/b");
    assertThat(difference.manifest().has("pathWhitelist")).isFalse();
  }

  @Test
  void aHardLinkToAFileOfTheBaseBringsAllNamesOfTheFile() throws Exception {
    AciContents difference =
        difference(
            base -> base.file("a", "shared").hardLink("b", "a").file("c", "1"),
            added -> added.hardLink("d", "b"));

    assertThat(paths(difference)).containsExactlyInAnyOrder("", "/a", "/b", "/d");
    assertThat(difference.file("/a").text()).isEqualTo("shared");
    assertThat(difference.file("/d").link()).isEqualTo("rootfs/a");
  }

  @Test
  void theNamesThatRemainOfAFileOfTheBaseAreThere() throws Exception {
    AciContents difference =
        difference(
            base -> base.file("a", "old").hardLink("b", "a").hardLink("c", "a"),
            added -> added.file("a", "new"));

    assertThat(difference.file("/b").text()).isEqualTo("old");
    assertThat(difference.file("/c").link()).isEqualTo("rootfs/b");
  }

  @Test
  void withoutAnythingNewThereIsTheRoot() throws Exception {
    assertThat(paths(difference(base -> base.file("a", "1"), added -> {}))).containsExactly("");
  }

  @Test
  void theBytesAreTheSameWhoeverCompressesThem() throws Exception {
    Content base = entries -> entries.directory("d").file("d/a", "1").hardLink("d/b", "d/a");
    Content added =
        entries -> {
          for (int i = 0; i < 40; i++) {
            entries.file("d/file" + i, TestLayers.FILE, new byte[100_000 + i]);
          }
          entries.file("large", TestLayers.FILE, new byte[5 << 20]).hardLink("c", "d/a");
        };
    Path here = directory.resolve("here.aci");
    writeGzip(layers.layer(base).layer(added), 1, false, here);
    try (TestLayers elsewhere = new TestLayers(directory.resolve("elsewhere"))) {
      Path there = directory.resolve("there.aci");
      writeGzip(elsewhere.layer(base).layer(added), 4, true, there);

      assertThat(Files.readAllBytes(there)).isEqualTo(Files.readAllBytes(here));
      writeGzip(elsewhere, 2, false, there);
      assertThat(Files.readAllBytes(there)).isEqualTo(Files.readAllBytes(here));
    }
  }

  private static void writeGzip(TestLayers image, int threads, boolean ahead, Path file)
      throws Exception {
    FileTree below = FileTree.of(image.layers().subList(0, 1));
    List<Layer> own = image.layers().subList(1, image.layers().size());
    Difference difference = Difference.between(below, below.with(own.get(0)));
    ImageManifest manifest =
        ManifestFactory.manifest(
            image.image(ImageConfig.EMPTY), image.tree(), AciOptions.named("a"), warning -> {});
    try (AciWriter writer = new AciWriter(image.store(), threads)) {
      if (ahead) {
        writer.compressAhead(difference, AciCompression.GZIP);
      }
      writer.write(difference, manifest, AciCompression.GZIP, file);
    }
  }

  @Test
  void overNothingItIsTheFlatImage() throws Exception {
    layers
        .layer(entries -> entries.file("b/x", "1").hardLink("a", "b/x"))
        .layer(all -> all.remove("c"));
    FileTree tree = layers.tree();

    Path flat = write("flat.aci", Difference.ofAll(tree), List.of());
    Path over = write("over.aci", Difference.between(FileTree.EMPTY, tree), List.of());

    assertThat(Files.readAllBytes(over)).isEqualTo(Files.readAllBytes(flat));
  }

  /**
   * Writes base, difference and flat image, and has them rendered before it gives the difference.
   */
  private AciContents difference(Content base, Content added) throws Exception {
    return difference(layers.layer(base).layers(), layers.layer(added));
  }

  private AciContents difference(List<Layer> base, TestLayers all) throws Exception {
    DifferenceChain chain = new DifferenceChain(all.store(), directory);
    List<AciContents> written = chain.write(all.layers(), List.of(base.size()));
    AciContents flat = chain.writeFlat(all.layers());
    assertThat(ReferenceRendering.upwards(written))
        .isEqualTo(ReferenceRendering.upwards(List.of(flat)));
    assertThat(ReferenceRendering.downwards(written))
        .isEqualTo(ReferenceRendering.downwards(List.of(flat)));
    assertThat(ReferenceRendering.upwards(List.of(chain.writeRendered(all.layerStore()))))
        .isEqualTo(ReferenceRendering.upwards(List.of(flat)));
    return written.get(1);
  }

  private Path write(String name, Difference files, List<Dependency> dependencies)
      throws Exception {
    ImageManifest manifest =
        ManifestFactory.manifest(
                layers.image(ImageConfig.EMPTY),
                layers.tree(),
                AciOptions.named("a"),
                warning -> {})
            .withDependencies(dependencies, files.pathWhitelist());
    try (AciWriter writer = new AciWriter(layers.store(), 1)) {
      return writer.write(files, manifest, AciCompression.GZIP, directory.resolve(name)).file();
    }
  }

  private static Set<String> paths(AciContents image) {
    return image.entries().keySet().stream()
        .filter(name -> !name.equals("manifest"))
        .map(name -> name.substring("rootfs".length()))
        .collect(java.util.stream.Collectors.toSet());
  }

  private static List<String> whitelist(AciContents image) {
    List<String> paths = new java.util.ArrayList<>();
    image.manifest().path("pathWhitelist").forEach(path -> paths.add(path.asText()));
    return paths;
  }
}
