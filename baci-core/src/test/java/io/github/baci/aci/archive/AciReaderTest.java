package io.github.baci.aci.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.aci.manifest.AciImage;
import io.github.baci.aci.manifest.ManifestFactory;
import io.github.baci.api.AciCompression;
import io.github.baci.api.AciOptions;
import io.github.baci.api.BaciException;
import io.github.baci.api.Platform;
import io.github.baci.compress.DecompressionLimits;
import io.github.baci.image.ImageConfig;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.TarHeader;
import io.github.baci.layer.TreeNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AciReaderTest {
  private static final String MANIFEST =
      "{\"acKind\":\"ImageManifest\",\"acVersion\":\"0.8.11\",\"name\":\"example.com/a\"}";

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

  @ParameterizedTest
  @EnumSource
  void whatTheWriterWritesIsReadBack(AciCompression compression) throws Exception {
    layers
        .layer(
            entries ->
                entries
                    .directory("bin")
                    .program("bin/app")
                    .hardLink("bin/link", "bin/app")
                    .file("bin/.wh.name", "an ordinary file")
                    .file("gone", "x"))
        .layer(entries -> entries.remove("gone"));
    ImageConfig config =
        ImageConfig.EMPTY.toBuilder().cmd(Optional.of(List.of("/bin/app"))).user("jo").build();
    Path file = directory.resolve("a.aci");
    WrittenAci written;
    try (AciWriter writer = new AciWriter(layers.store(), 2)) {
      written =
          writer.write(
              layers.tree(),
              ManifestFactory.manifest(
                  layers.image(config), layers.tree(), AciOptions.named("a:1"), warning -> {}),
              compression,
              file);
    }

    AciImage read = new AciReader(layers.layerStore()).read(file);

    assertThat(read.imageId()).isEqualTo(written.imageId());
    assertThat(read.manifest()).isEqualTo(written.manifest());
    assertThat(read.toImage(Platform.parse("linux/386")).config()).isEqualTo(config);
    assertThat(read.toImage(Platform.parse("linux/386")).platform())
        .isEqualTo(Platform.parse("linux/amd64"));
    FileTree tree = FileTree.of(read.layers());
    assertThat(tree.lookup("gone")).isEmpty();
    assertThat(tree.lookup("bin/.wh.name")).isPresent();
    assertThat(tree.lookup("bin/link").map(TreeNode::identity))
        .isEqualTo(tree.lookup("bin/app").map(TreeNode::identity));
  }

  @Test
  void membersOfGzipAreReadToTheLast() throws Exception {
    byte[] archive = new Archive().manifest().root().file("rootfs/a", "1").bytes();

    AciImage image =
        read(
            new SequenceInputStream(
                new ByteArrayInputStream(gzip(archive, 0, 700)),
                new ByteArrayInputStream(gzip(archive, 700, archive.length))));

    assertThat(FileTree.of(image.layers()).lookup("a")).isPresent();
  }

  @Test
  void aManifestMayStandLastAndPathsMayBeginWithADot() throws Exception {
    AciImage image =
        read(new Archive().root("./rootfs").file("./rootfs/a", "1").manifest("./manifest"));

    assertThat(image.manifest().name()).hasToString("example.com/a");
    assertThat(FileTree.of(image.layers()).lookup("a")).isPresent();
  }

  @Test
  void anArchiveNeedsAManifestAndARoot() {
    assertRefused(new Archive().root(), "has no manifest");
    assertRefused(new Archive().manifest(), "has no directory 'rootfs'");
  }

  @Test
  void nothingStandsBesideManifestAndRoot() {
    assertRefused(new Archive().manifest().root().file("extra", "1"), "entry 'extra'");
    assertRefused(new Archive().manifest().root().file("rootfs2/a", "1"), "entry 'rootfs2/a'");
  }

  @Test
  void nothingStandsThereTwice() {
    assertRefused(
        new Archive().manifest().root().file("rootfs/a", "1").file("./rootfs/a", "2"),
        "it is there twice");
  }

  @Test
  void noPathLeavesTheRoot() {
    assertRefused(new Archive().manifest().root().file("/rootfs/a", "1"), "is absolute");
    assertRefused(
        new Archive().manifest().root().file("rootfs/../../a", "1"), "leaves the archive");
    assertRefused(new Archive().manifest().root().file("rootfs/../a", "1"), "'rootfs/../a'");
  }

  @Test
  void aHardLinkPointsToAnEarlierFileOfTheRoot() {
    assertRefused(
        new Archive().manifest().root().hardLink("rootfs/a", "rootfs/b").file("rootfs/b", "1"),
        "does not stand before it");
    assertRefused(
        new Archive().manifest().root().hardLink("rootfs/a", "manifest"), "below 'rootfs'");
    assertRefused(
        new Archive().manifest().root().hardLink("rootfs/a", "/etc/passwd"), "is absolute");
  }

  @Test
  void theManifestIsAFileAndTheRootADirectory() {
    assertRefused(
        new Archive().add(new LayerEntry.Directory("manifest", TestLayers.PROGRAM)).root(),
        "must be a regular file");
    assertRefused(new Archive().manifest().file("rootfs", "x"), "must be a directory");
  }

  @Test
  void dependenciesNeedARenderer() throws Exception {
    String manifest =
        MANIFEST.replace("}", ",\"dependencies\":[{\"imageName\":\"example.com/base\"}]}");
    Archive archive = new Archive().file("manifest", manifest).root();

    assertRefused(archive, "depends on other images (example.com/base)");
    UnrenderedAci base =
        new AciReader(layers.layerStore())
            .readUnrendered(
                new ByteArrayInputStream(
                    new Archive()
                        .file("manifest", MANIFEST.replace("com/a", "com/base"))
                        .root()
                        .file("rootfs/below", "1")
                        .bytes()),
                "base.aci");
    AciImage rendered =
        new AciReader(
                layers.layerStore(),
                Optional.of(new AciRenderer(layers.layerStore(), dependency -> base)))
            .read(new ByteArrayInputStream(archive.bytes()), "test.aci");
    assertThat(rendered.layers()).hasSize(2);
  }

  @Test
  void aPathWhitelistNeedsARenderer() {
    assertRefused(
        new Archive()
            .file("manifest", MANIFEST.replace("}", ",\"pathWhitelist\":[\"/a\"]}"))
            .root(),
        "path whitelist");
  }

  @Test
  void whatIsCutOffOrNoArchiveIsSaidSo() throws Exception {
    byte[] archive = new Archive().manifest().root().file("rootfs/a", "1").bytes();
    byte[] gzip = gzip(archive, 0, archive.length);

    assertThatThrownBy(() -> read(new ByteArrayInputStream(gzip, 0, gzip.length - 20)))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("test.aci");
    assertThatThrownBy(() -> read(new ByteArrayInputStream("not an archive".getBytes(UTF_8))))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("test.aci");
    assertThatThrownBy(
            () ->
                read(
                    new ByteArrayInputStream(
                        new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, 0})))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("zstd");
  }

  @Test
  void anArchiveBombIsRefusedWhereThereAreLimits() throws Exception {
    byte[] archive = new Archive().manifest().root().file("rootfs/a", "0".repeat(1 << 20)).bytes();
    byte[] gzip = gzip(archive, 0, archive.length);
    AciReader limited =
        new AciReader(layers.layerStore(), new DecompressionLimits(1 << 30, 100, 1 << 16));

    assertThatThrownBy(() -> limited.read(new ByteArrayInputStream(gzip), "test.aci"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("test.aci")
        .hasMessageContaining("archive bomb");
    assertThat(limited.read(new ByteArrayInputStream(archive), "test.aci").layers()).hasSize(1);
    assertThat(read(new ByteArrayInputStream(gzip)).layers()).hasSize(1);
  }

  @Test
  void aMissingFileIsSaidSo() {
    Path missing = directory.resolve("missing.aci");

    assertThatThrownBy(() -> new AciReader(layers.layerStore()).read(missing))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("missing.aci");
  }

  @Test
  void aRefusedArchiveLeavesNoLayer() throws Exception {
    assertRefused(new Archive().root().file("rootfs/a", "1"), "has no manifest");

    try (var walk = Files.walk(directory.resolve("store"))) {
      assertThat(walk.filter(Files::isRegularFile).map(Path::toString))
          .noneMatch(file -> file.contains("layers") || file.contains("indexes"));
    }
  }

  private AciImage read(Archive archive) throws Exception {
    return read(new ByteArrayInputStream(archive.bytes()));
  }

  private AciImage read(java.io.InputStream in) throws Exception {
    return new AciReader(layers.layerStore()).read(in, "test.aci");
  }

  private void assertRefused(Archive archive, String reason) {
    assertThatThrownBy(() -> read(archive))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("test.aci")
        .hasMessageContaining(reason);
  }

  private static byte[] gzip(byte[] bytes, int from, int to) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes, from, to - from);
    }
    return out.toByteArray();
  }

  /** An archive put together by hand, right or wrong. */
  private static final class Archive {
    private final ByteArrayOutputStream tar = new ByteArrayOutputStream();

    Archive manifest() {
      return manifest("manifest");
    }

    Archive manifest(String path) {
      return file(path, MANIFEST);
    }

    Archive root() {
      return root("rootfs");
    }

    Archive root(String path) {
      return add(new LayerEntry.Directory(path, TestLayers.PROGRAM));
    }

    Archive file(String path, String content) {
      byte[] bytes = content.getBytes(UTF_8);
      add(new LayerEntry.RegularFile(path, TestLayers.FILE, bytes.length, 0));
      tar.writeBytes(bytes);
      tar.writeBytes(new byte[-bytes.length & 511]);
      return this;
    }

    Archive hardLink(String path, String target) {
      return add(new LayerEntry.HardLink(path, TestLayers.FILE, target));
    }

    Archive add(LayerEntry.Content entry) {
      tar.writeBytes(TarHeader.encode(entry));
      return this;
    }

    byte[] bytes() {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      all.writeBytes(tar.toByteArray());
      all.writeBytes(new byte[1024]);
      return all.toByteArray();
    }
  }
}
