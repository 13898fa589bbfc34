package io.github.baci.aci.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.aci.manifest.ManifestFactory;
import io.github.baci.api.AciCompression;
import io.github.baci.api.AciOptions;
import io.github.baci.api.BaciException;
import io.github.baci.api.Digest;
import io.github.baci.api.ImageId;
import io.github.baci.image.ImageConfig;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.Mtime;
import io.github.baci.layer.TarEntry;
import io.github.baci.layer.TarReader;
import io.github.baci.layer.Xattrs;
import io.github.baci.store.DamagedEntryException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AciWriterTest {
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
  void everyCompressionHoldsTheManifestAndTheFiles(AciCompression compression) throws Exception {
    layers.layer(entries -> entries.directory("etc").file("etc/motd", "hello"));

    WrittenAci aci = write(2, compression);

    assertThat(contents(aci.file()))
        .containsEntry("manifest", new String(aci.manifest().toJson(), UTF_8))
        .containsEntry("rootfs/etc/motd", "hello")
        .containsOnlyKeys("rootfs/", "rootfs/etc/", "rootfs/etc/motd", "manifest");
    assertThat(contents(aci.file()).keySet()).last().isEqualTo("manifest");
    assertThat(aci.size()).isEqualTo(Files.size(aci.file()));
  }

  @ParameterizedTest
  @EnumSource
  void theImageIdIsTheDigestOfTheUncompressedArchive(AciCompression compression) throws Exception {
    layers.layer(AciWriterTest::manyFiles);

    WrittenAci aci = write(2, compression);

    try (InputStream in = Files.newInputStream(aci.file());
        ArchiveInput archive = ArchiveInput.openWithoutDigest(in, "the test's ACI")) {
      Digest jdk =
          Digest.sha512(Digest.Algorithm.SHA512.newMessageDigest().digest(archive.readAllBytes()));
      assertThat(aci.imageId()).isEqualTo(new ImageId(jdk));
    }
  }

  @Test
  void oneGzipMemberHasTheSameImageAlsoOfKeptChunks() throws Exception {
    layers.layer(entries -> entries.file("a", "1".repeat(300_000)).file("b", "2"));
    AciOptions one = AciOptions.named("example.com/a", AciCompression.GZIP_OF_ONE_MEMBER);
    AciOptions many = AciOptions.named("example.com/a", AciCompression.GZIP);
    Path fresh = directory.resolve("fresh.aci");
    Path kept = directory.resolve("kept.aci");
    try (AciWriter writer = new AciWriter(layers.store())) {
      var image = layers.image(ImageConfig.EMPTY);
      WrittenAci written = writer.write(image, layers.tree(), one, fresh, warning -> {});
      writer.write(image, layers.tree(), one, kept, warning -> {});
      WrittenAci usual =
          writer.write(image, layers.tree(), many, directory.resolve("many.aci"), warning -> {});

      assertThat(written.imageId()).isEqualTo(usual.imageId());
    }
    assertThat(Files.readAllBytes(kept)).isEqualTo(Files.readAllBytes(fresh));
    assertThat(new java.util.zip.GZIPInputStream(Files.newInputStream(kept)).readAllBytes())
        .isEqualTo(
            new java.util.zip.GZIPInputStream(Files.newInputStream(directory.resolve("many.aci")))
                .readAllBytes());
  }

  @Test
  void theBytesAreTheSameWithOneThreadAndManyAndWithAnEmptyStoreAndAFullOne() throws Exception {
    layers.layer(AciWriterTest::manyFilesAndALargeOne).layer(entries -> entries.remove("d/file7"));
    byte[] first = Files.readAllBytes(write(1, AciCompression.GZIP).file());

    byte[] again = Files.readAllBytes(write(4, AciCompression.GZIP).file());

    assertThat(again).isEqualTo(first);
    try (TestLayers elsewhere = new TestLayers(directory.resolve("elsewhere"))) {
      elsewhere
          .layer(AciWriterTest::manyFilesAndALargeOne)
          .layer(entries -> entries.remove("d/file7"));
      assertThat(Files.readAllBytes(write(elsewhere, 4, AciCompression.GZIP).file()))
          .isEqualTo(first);
    }
  }

  @Test
  void whatWasCompressedAheadGivesTheSameBytes() throws Exception {
    layers.layer(AciWriterTest::manyFilesAndALargeOne);
    Path ahead = directory.resolve("ahead.aci");
    try (AciWriter writer = new AciWriter(layers.store(), 2)) {
      writer.compressAhead(Difference.ofAll(layers.tree()), AciCompression.GZIP);
      layers.layer(entries -> entries.file("late", "1").remove("d/file3"));
      writer.compressAhead(Difference.ofAll(layers.tree()), AciCompression.GZIP);
      writer.write(layers.image(ImageConfig.EMPTY), layers.tree(), options(), ahead, warning -> {});
    }
    try (TestLayers elsewhere = new TestLayers(directory.resolve("elsewhere"))) {
      elsewhere
          .layer(AciWriterTest::manyFilesAndALargeOne)
          .layer(entries -> entries.file("late", "1").remove("d/file3"));
      assertThat(Files.readAllBytes(ahead))
          .isEqualTo(Files.readAllBytes(write(elsewhere, 2, AciCompression.GZIP).file()));
    }
  }

  @Test
  void chunksAreKeptInTheStoreAndUsedAgain() throws Exception {
    layers.layer(AciWriterTest::manyFilesAndALargeOne);
    byte[] first = Files.readAllBytes(write(2, AciCompression.GZIP).file());
    List<Path> kept = chunkFiles();
    layers.layer(entries -> entries.file("late", "1"));

    write(2, AciCompression.GZIP);
    layers.withoutLast();

    assertThat(kept).anyMatch(AciWriterTest::isHashState);
    assertThat(chunkFiles()).filteredOn(file -> !isHashState(file)).hasSize(1);
    assertThat(Files.readAllBytes(write(2, AciCompression.GZIP).file())).isEqualTo(first);
  }

  @Test
  void theStateOfTheHashOfOneLargeLayerIsKeptAndRightWithAnotherAboveToo() throws Exception {
    layers.layer(AciWriterTest::manyFilesAndALargeOne);
    Path tar = layers.layers().get(0).tar();
    WrittenAci first = write(2, AciCompression.GZIP);
    assertThat(first.imageId()).isEqualTo(digestOf(first.file()));
    byte[] bytes = Files.readAllBytes(tar);
    Files.delete(first.file());
    Files.write(tar, new byte[0]); // what is kept is enough

    WrittenAci again = write(2, AciCompression.GZIP);
    Files.write(tar, bytes);
    WrittenAci above =
        write(layers.layer(entries -> entries.file("late", "1")), 2, AciCompression.GZIP);

    assertThat(again.imageId()).isEqualTo(first.imageId());
    assertThat(above.imageId()).isEqualTo(digestOf(above.file())).isNotEqualTo(first.imageId());
    layers.withoutLast();
    assertThat(write(2, AciCompression.GZIP).imageId()).isEqualTo(first.imageId());
  }

  @Test
  void aDamagedPackIsMadeAnew() throws Exception {
    layers.layer(AciWriterTest::manyFilesAndALargeOne);
    byte[] first = Files.readAllBytes(write(2, AciCompression.GZIP).file());
    for (Path file : chunkFiles()) {
      if (!isHashState(file)) {
        Files.delete(file);
        Files.write(file, new byte[100]);
      }
    }

    assertThat(Files.readAllBytes(write(2, AciCompression.GZIP).file())).isEqualTo(first);
  }

  @Test
  void everyKindOfEntryKeepsWhatItHas() throws Exception {
    Attributes odd =
        new Attributes(
            06751,
            1234,
            3_000_000,
            new Mtime(-5, 7),
            Xattrs.of(Map.of("user.x", new byte[] {0, (byte) 0xff, '\n'})));
    layers.layer(
        entries ->
            entries
                .file("file", odd, new byte[] {1, 2})
                .hardLink("link", "file")
                .add(new LayerEntry.Directory("dir", odd))
                .add(new LayerEntry.Symlink("symlink", odd, "../x"))
                .add(new LayerEntry.Device("null", odd, LayerEntry.Device.Kind.CHARACTER, 1, 3))
                .add(new LayerEntry.Device("disk", odd, LayerEntry.Device.Kind.BLOCK, 259, 70000))
                .add(new LayerEntry.Fifo("pipe", odd))
                .file("n".repeat(200), odd, new byte[0]));

    Map<String, TarEntry> entries = entries(write(2, AciCompression.GZIP).file());

    assertThat(entries)
        .containsOnlyKeys(
            "manifest",
            "rootfs/",
            "rootfs/file",
            "rootfs/link",
            "rootfs/dir/",
            "rootfs/symlink",
            "rootfs/null",
            "rootfs/disk",
            "rootfs/pipe",
            "rootfs/" + "n".repeat(200));
    assertThat(entries.values())
        .filteredOn(entry -> entry.path().length() > "rootfs/".length() + 1)
        .allSatisfy(entry -> assertThat(entry.attributes()).isEqualTo(odd));
    assertThat(requireNonNull(entries.get("rootfs/link")).linkTarget()).isEqualTo("rootfs/file");
    assertThat(requireNonNull(entries.get("rootfs/symlink")).linkTarget()).isEqualTo("../x");
    assertThat(requireNonNull(entries.get("rootfs/disk")).minor()).isEqualTo(70000);
  }

  @Test
  void theLastGoodFileStaysWhenWritingFails() throws Exception {
    layers.layer(entries -> entries.file("a", "1"));
    Path file = directory.resolve("out.aci");
    Files.writeString(file, "good");
    Files.write(layers.layers().get(0).tar(), new byte[0]);

    assertThatThrownBy(() -> write(layers, 2, AciCompression.GZIP))
        .isInstanceOf(DamagedEntryException.class)
        .hasMessageContaining("is damaged: it is deleted");
    assertThat(file).hasContent("good");
    assertThat(siblings()).containsExactly("out.aci", "store");
  }

  @Test
  void whatAKilledProcessLeftBesideTheFileIsDeleted() throws Exception {
    layers.layer(entries -> entries.file("a", "1"));
    Files.writeString(directory.resolve(".out.aci.1-abc.baci-part"), "half");

    write(2, AciCompression.GZIP);

    assertThat(siblings()).containsExactly("out.aci", "store");
  }

  @Test
  void aDirectoryInPlaceOfTheFileIsAnError() throws Exception {
    Files.createDirectory(directory.resolve("out.aci"));
    layers.layer(entries -> entries.file("a", "1"));

    assertThatThrownBy(() -> write(2, AciCompression.GZIP))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("is a directory");
  }

  @Test
  void anImageWithoutLayersIsAnEmptyRoot() throws Exception {
    assertThat(contents(write(1, AciCompression.GZIP).file()))
        .containsOnlyKeys("manifest", "rootfs/");
  }

  @Test
  void theFingerprintTellsImagesAndOptionsApart() {
    layers.layer(entries -> entries.file("a", "1"));
    Digest fingerprint = AciFingerprint.of(layers.image(ImageConfig.EMPTY), options());
    ImageConfig ab = ImageConfig.EMPTY.toBuilder().cmd(Optional.of(List.of("a", "b"))).build();
    ImageConfig joined = ImageConfig.EMPTY.toBuilder().cmd(Optional.of(List.of("ab"))).build();

    assertThat(AciFingerprint.of(layers.image(ImageConfig.EMPTY), options()))
        .isEqualTo(fingerprint);
    assertThat(
            List.of(
                fingerprint,
                AciFingerprint.of(layers.image(ab), options()),
                AciFingerprint.of(layers.image(joined), options()),
                AciFingerprint.of(layers.image(ab), AciOptions.named("other")),
                AciFingerprint.of(
                    layers.layer(entries -> entries.file("b", "2")).image(ab), options())))
        .doesNotHaveDuplicates();
  }

  /** More than one chunk; half of it does not compress. */
  private static void manyFiles(TestLayers.Entries entries) throws IOException {
    Random random = new Random(1);
    entries.directory("d");
    for (int i = 0; i < 40; i++) {
      byte[] content = new byte[30_000 + i];
      if (i % 2 == 0) {
        random.nextBytes(content);
      }
      entries.file("d/file" + i, TestLayers.FILE, content);
    }
  }

  /** Long enough for the state of the hash to be kept. */
  private static void manyFilesAndALargeOne(TestLayers.Entries entries) throws IOException {
    manyFiles(entries);
    byte[] large = new byte[(9 << 20) + 17];
    new Random(2).nextBytes(large);
    entries.file("large", TestLayers.FILE, large);
  }

  private WrittenAci write(int threads, AciCompression compression) throws Exception {
    return write(layers, threads, compression);
  }

  private WrittenAci write(TestLayers image, int threads, AciCompression compression)
      throws Exception {
    try (AciWriter writer = new AciWriter(image.store(), threads)) {
      return writer.write(
          image.tree(),
          ManifestFactory.manifest(
              image.image(ImageConfig.EMPTY), image.tree(), options(), warning -> {}),
          compression,
          directory.resolve("out.aci"));
    }
  }

  private static AciOptions options() {
    return AciOptions.named("example.com/test:1");
  }

  private static Map<String, String> contents(Path aci) throws IOException {
    Map<String, String> contents = new LinkedHashMap<>();
    try (InputStream in = Files.newInputStream(aci);
        TarReader tar =
            new TarReader(ArchiveInput.openWithoutDigest(in, "the test's ACI"), "the test's ACI")) {
      for (Optional<TarEntry> e = tar.next(); e.isPresent(); e = tar.next()) {
        contents.put(e.get().path(), new String(tar.content().readAllBytes(), UTF_8));
      }
    }
    return contents;
  }

  private static Map<String, TarEntry> entries(Path aci) throws IOException {
    Map<String, TarEntry> entries = new LinkedHashMap<>();
    try (InputStream in = Files.newInputStream(aci);
        TarReader tar =
            new TarReader(ArchiveInput.openWithoutDigest(in, "the test's ACI"), "the test's ACI")) {
      for (Optional<TarEntry> e = tar.next(); e.isPresent(); e = tar.next()) {
        entries.put(e.get().path(), e.get());
      }
    }
    return entries;
  }

  private static ImageId digestOf(Path aci) throws IOException {
    try (InputStream in = Files.newInputStream(aci);
        InputStream archive = ArchiveInput.openWithoutDigest(in, "the test's ACI")) {
      return new ImageId(
          Digest.sha512(Digest.Algorithm.SHA512.newMessageDigest().digest(archive.readAllBytes())));
    }
  }

  private List<Path> chunkFiles() throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> walk = Files.walk(directory.resolve("store"))) {
      walk.filter(Files::isRegularFile)
          .filter(file -> file.toString().contains("chunks"))
          .forEach(files::add);
    }
    return files;
  }

  private static boolean isHashState(Path file) {
    return file.toString().endsWith(".sha512.rec");
  }

  private List<String> siblings() {
    try (Stream<Path> list = Files.list(directory)) {
      return list.map(path -> path.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
