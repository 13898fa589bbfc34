package io.github.baci.aci.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.aci.manifest.ManifestFactory;
import io.github.baci.api.AciCompression;
import io.github.baci.api.AciOptions;
import io.github.baci.api.Digest;
import io.github.baci.compress.ChunkCodec;
import io.github.baci.image.ImageConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EarlierChunksTest {
  private static final int FILES = 60;

  @TempDir private Path directory;

  @Test
  void whatHasNotChangedInALayerIsFoundAmongTheChunksOfTheLayerBefore() throws Exception {
    Path output = directory.resolve("image.aci");
    try (TestLayers layers = new TestLayers(directory.resolve("store"))) {
      write(files(layers, "one"), output);
      files(layers.withoutLast(), "two");

      assertThat(found(layers, output)).containsOnlyOnce(false).hasSizeGreaterThan(3);
      write(layers, output);
    }
    try (TestLayers elsewhere = new TestLayers(directory.resolve("elsewhere"))) {
      Path anew = write(files(elsewhere, "two"), directory.resolve("anew.aci"));
      assertThat(Files.mismatch(output, anew)).isEqualTo(-1);
    }
  }

  @Test
  void whatTheLayerAfterThatHasIsFoundInIt() throws Exception {
    Path output = directory.resolve("image.aci");
    try (TestLayers layers = new TestLayers(directory.resolve("store"))) {
      write(files(layers, "one"), output);
      write(files(layers.withoutLast(), "two"), output);
      files(layers.withoutLast(), "three");

      assertThat(found(layers, output)).containsOnlyOnce(false);
    }
  }

  @Test
  void anotherPlaceHasNoChunksOfThisOne() throws Exception {
    try (TestLayers layers = new TestLayers(directory.resolve("store"))) {
      write(files(layers, "one"), directory.resolve("image.aci"));
      files(layers.withoutLast(), "two");

      assertThat(found(layers, directory.resolve("other.aci"))).containsOnly(false);
    }
  }

  /** Returns for each chunk of a layer whether it is found by its content. */
  private static List<Boolean> found(TestLayers layers, Path output) throws Exception {
    try (ChunkCodec codec = ChunkCodec.of(AciCompression.GZIP);
        LayerTars tars = new LayerTars();
        CompressionRun run = new CompressionRun(layers.store(), layers.layers(), codec);
        EarlierChunks earlier =
            EarlierChunks.of(layers.store(), output, layers.layers(), run.codecId())) {
      List<Boolean> found = new ArrayList<>();
      ChunkBuffer buffer = new ChunkBuffer();
      for (Chunk chunk : ArchiveOrder.of(Difference.ofAll(layers.tree()), codec.target())) {
        if (chunk.layer() != Chunk.NO_LAYER) {
          buffer.fill(chunk, tars);
          byte[] content = Arrays.copyOf(buffer.array(), buffer.length());
          byte[] digest = Digest.Algorithm.SHA256.newMessageDigest().digest(content);
          found.add(earlier.find(digest).isPresent());
        }
      }
      return found;
    }
  }

  /** Makes a layer of files of 100 kB, of which one has a text in it. */
  private static TestLayers files(TestLayers layers, String text) {
    Random random = new Random(1);
    return layers.layer(
        entries -> {
          for (int i = 0; i < FILES; i++) {
            byte[] content = new byte[100_000];
            for (int j = 0; j < content.length; j++) {
              content[j] = (byte) (random.nextInt(16) + 'a');
            }
            if (i == FILES / 2) {
              System.arraycopy(text.getBytes(UTF_8), 0, content, 50_000, text.length());
            }
            entries.file("file" + i, TestLayers.FILE, content);
          }
        });
  }

  private static Path write(TestLayers image, Path file) throws Exception {
    AciOptions options = AciOptions.named("example.com/test:1");
    try (AciWriter writer = new AciWriter(image.store(), 2)) {
      return writer
          .write(
              image.tree(),
              ManifestFactory.manifest(
                  image.image(ImageConfig.EMPTY), image.tree(), options, warning -> {}),
              AciCompression.GZIP,
              file)
          .file();
    }
  }
}
