package io.github.baci.oci;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.aci.archive.TestLayers;
import io.github.baci.api.OciOptions;
import io.github.baci.image.ImageConfig;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.Mtime;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContinuedOciTest {
  @TempDir private Path directory;

  @Test
  void theArchiveIsWrittenOnBehindTheLayersThatStay() throws Exception {
    Path output = directory.resolve("image.oci.tar");
    Path anew = directory.resolve("anew.oci.tar");
    try (TestLayers layers = large(new TestLayers(directory.resolve("store")))) {
      layers.layer(entries -> entries.program("app"));
      write(layers, output);
      Object inode = Files.getAttribute(output, "unix:ino");
      layers.withoutLast().layer(entries -> entries.program("app").program("more"));

      WrittenOciArchive written = write(layers, output);

      assertThat(Files.getAttribute(output, "unix:ino")).isEqualTo(inode);
      try (TestLayers elsewhere = large(new TestLayers(directory.resolve("elsewhere")))) {
        elsewhere.layer(entries -> entries.program("app").program("more"));
        assertThat(write(elsewhere, anew).manifest()).isEqualTo(written.manifest());
      }
    }
    assertThat(Files.mismatch(output, anew)).isEqualTo(-1);
  }

  @Test
  void anArchiveWithAHeadOfAnotherLengthIsWrittenAnew() throws Exception {
    Path output = directory.resolve("image.oci.tar");
    Path anew = directory.resolve("anew.oci.tar");
    try (TestLayers layers = large(new TestLayers(directory.resolve("store")))) {
      write(layers, output);
      for (int i = 0; i < 8; i++) {
        String name = "app" + i;
        layers.layer(entries -> entries.program(name));
      }
      write(layers, output);
      write(layers, anew);
    }
    assertThat(Files.mismatch(output, anew)).isEqualTo(-1);
  }

  private static TestLayers large(TestLayers layers) {
    byte[] random = new byte[9 << 20];
    new Random(1).nextBytes(random);
    Attributes attributes = Attributes.of(0644, 0, 0, Mtime.EPOCH);
    return layers.layer(
        entries ->
            entries
                .writer()
                .addFile("large", attributes, random.length, new ByteArrayInputStream(random)));
  }

  private static WrittenOciArchive write(TestLayers layers, Path file) throws Exception {
    try (OciWriter writer = new OciWriter(layers.store(), OciOptions.DEFAULT.compression(), 2)) {
      return writer.write(layers.image(ImageConfig.EMPTY), OciOptions.DEFAULT, file);
    }
  }
}
