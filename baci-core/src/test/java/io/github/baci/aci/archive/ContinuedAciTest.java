package io.github.baci.aci.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.aci.manifest.ManifestFactory;
import io.github.baci.api.AciCompression;
import io.github.baci.api.AciOptions;
import io.github.baci.image.ImageConfig;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.Mtime;
import io.github.baci.store.DamagedEntryException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ContinuedAciTest {
  private static final int LARGE = 9 << 20;

  @TempDir private Path directory;
  private TestLayers layers;
  private Path output;

  @BeforeEach
  void openAStore() throws IOException {
    layers = new TestLayers(directory.resolve("store"));
    output = Files.createDirectory(directory.resolve("out")).resolve("image.aci");
  }

  @AfterEach
  void closeTheStore() {
    layers.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"NONE", "GZIP", "GZIP_OF_ONE_MEMBER"})
  void theFileIsWrittenOnBehindTheLayersThatStay(AciCompression compression) throws Exception {
    large(layers).layer(entries -> entries.file("app", "1"));
    write(layers, compression, output);
    loseLayer(layers, 0);
    layers.withoutLast().layer(entries -> entries.file("app", "2").file("more", "3"));

    WrittenAci written = write(layers, compression, output);

    assertThat(siblings()).containsExactly("image.aci");
    isTheImage(written, compression);
  }

  @ParameterizedTest
  @EnumSource(names = {"NONE", "GZIP", "GZIP_OF_ONE_MEMBER"})
  void anotherManifestIsWrittenBehindLayersThatAllStay(AciCompression compression)
      throws Exception {
    large(layers);
    write(layers, "example.com/test:1", compression, output);
    loseLayer(layers, 0);

    WrittenAci written = write(layers, "example.com/test:2", compression, output);

    try (TestLayers elsewhere = new TestLayers(directory.resolve("elsewhere"))) {
      Path anew = directory.resolve("anew.aci");
      assertThat(write(large(elsewhere), "example.com/test:2", compression, anew).imageId())
          .isEqualTo(written.imageId());
      assertThat(Files.mismatch(output, anew)).isEqualTo(-1);
    }
  }

  @Test
  void aChangedDirectoryIsWrittenBehindTheLayersThatHaveNothingInIt() throws Exception {
    withDirectories(layers, 1);
    write(layers, AciCompression.GZIP, output);
    loseLayer(layers, 0);
    withDirectories(layers.withoutLast().withoutLast().withoutLast(), 2);

    WrittenAci written = write(layers, AciCompression.GZIP, output);

    try (TestLayers elsewhere = new TestLayers(directory.resolve("elsewhere"))) {
      Path anew = directory.resolve("anew.aci");
      withDirectories(elsewhere, 2);
      assertThat(write(elsewhere, AciCompression.GZIP, anew).imageId())
          .isEqualTo(written.imageId());
      assertThat(Files.mismatch(output, anew)).isEqualTo(-1);
    }
  }

  /** A layer, one with something in a directory of it, and one that changes that directory. */
  private static void withDirectories(TestLayers layers, int time) throws Exception {
    byte[] random = new byte[LARGE];
    new Random(1).nextBytes(random);
    Attributes touched = Attributes.of(0755, 0, 0, new Mtime(2_000_000 + time, 0));
    layers
        .layer(entries -> entries.directory("srv").file("large", TestLayers.FILE, random))
        .layer(entries -> entries.file("srv/app", "1"))
        .layer(entries -> entries.add(new LayerEntry.Directory("srv", touched)));
  }

  @Test
  void aFileThatSomebodyChangedIsWrittenAnew() throws Exception {
    large(layers).layer(entries -> entries.file("app", "1"));
    write(layers, AciCompression.GZIP, output);
    try (FileChannel channel = FileChannel.open(output, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 1000);
    }
    Files.setLastModifiedTime(output, FileTime.fromMillis(1)); // however coarse the clock is
    layers.withoutLast().layer(entries -> entries.file("app", "2").file("more", "3"));

    WrittenAci written = write(layers, AciCompression.GZIP, output);

    isTheImage(written, AciCompression.GZIP);
  }

  @Test
  void anotherNameOfTheFileKeepsItsBytes() throws Exception {
    large(layers).layer(entries -> entries.file("app", "1"));
    write(layers, AciCompression.GZIP, output);
    Path other = directory.resolve("other.aci");
    Files.createLink(other, output);
    byte[] before = Files.readAllBytes(other);
    layers.withoutLast().layer(entries -> entries.file("app", "2").file("more", "3"));

    WrittenAci written = write(layers, AciCompression.GZIP, output);

    assertThat(Files.readAllBytes(other)).isEqualTo(before);
    isTheImage(written, AciCompression.GZIP);
  }

  @Test
  void theFileStaysWhenWritingFails() throws Exception {
    large(layers).layer(entries -> entries.file("app", "1"));
    write(layers, AciCompression.GZIP, output);
    byte[] before = Files.readAllBytes(output);
    FileTime time = Files.getLastModifiedTime(output);
    layers.withoutLast().layer(entries -> entries.file("app", "2").file("more", "3"));
    Files.write(layers.layers().get(1).tar(), new byte[0]);

    assertThatThrownBy(() -> write(layers, AciCompression.GZIP, output))
        .isInstanceOf(DamagedEntryException.class);

    assertThat(Files.readAllBytes(output)).isEqualTo(before);
    assertThat(Files.getLastModifiedTime(output)).isEqualTo(time);
    assertThat(siblings()).containsExactly("image.aci");
  }

  /** Compares a file with what an empty store gives. */
  private void isTheImage(WrittenAci written, AciCompression compression) throws Exception {
    try (TestLayers elsewhere = new TestLayers(directory.resolve("elsewhere"))) {
      large(elsewhere).layer(entries -> entries.file("app", "2").file("more", "3"));
      WrittenAci anew = write(elsewhere, compression, directory.resolve("anew.aci"));
      assertThat(written.imageId()).isEqualTo(anew.imageId());
      assertThat(written.size()).isEqualTo(anew.size());
      assertThat(Files.mismatch(output, anew.file())).isEqualTo(-1);
    }
  }

  private static TestLayers large(TestLayers layers) {
    byte[] random = new byte[LARGE];
    new Random(1).nextBytes(random);
    return layers.layer(entries -> entries.file("large", TestLayers.FILE, random));
  }

  /** Leaves nothing of a layer in the store that an ACI could be written from but hash states. */
  private static void loseLayer(TestLayers layers, int layer) throws IOException {
    Files.write(layers.layers().get(layer).tar(), new byte[0]);
    try (Stream<Path> chunks =
        Files.walk(layers.store().root().resolve("chunks"))
            .filter(Files::isRegularFile)
            .filter(path -> !path.toString().contains("sha512"))) {
      for (Path chunk : chunks.toList()) {
        Files.delete(chunk);
      }
    }
  }

  private List<String> siblings() throws IOException {
    try (Stream<Path> files = Files.list(output.getParent())) {
      return files.map(path -> path.getFileName().toString()).toList();
    }
  }

  private static WrittenAci write(TestLayers image, AciCompression compression, Path file)
      throws Exception {
    return write(image, "example.com/test:1", compression, file);
  }

  private static WrittenAci write(
      TestLayers image, String name, AciCompression compression, Path file) throws Exception {
    AciOptions options = AciOptions.named(name);
    try (AciWriter writer = new AciWriter(image.store(), 2)) {
      return writer.write(
          image.tree(),
          ManifestFactory.manifest(
              image.image(ImageConfig.EMPTY), image.tree(), options, warning -> {}),
          compression,
          file);
    }
  }
}
