package io.github.baci.oci;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.aci.archive.TestLayers;
import io.github.baci.api.OciOptions;
import io.github.baci.image.ImageConfig;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.Mtime;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
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
      damageBlobs(layers);
      layers.withoutLast().layer(entries -> entries.program("app").program("more"));

      WrittenOciArchive written = write(layers, output);

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

  /** Changes a byte in the midst of each compressed layer: whoever reads it notices. */
  private static void damageBlobs(TestLayers layers) throws IOException {
    try (Stream<Path> blobs =
        Files.walk(layers.store().root().resolve("blobs")).filter(Files::isRegularFile)) {
      for (Path blob : blobs.toList()) {
        try (FileChannel channel = FileChannel.open(blob, READ, WRITE)) {
          if (channel.size() > 1 << 20) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, channel.size() / 2);
            one.put(0, (byte) ~one.get(0)).rewind();
            channel.write(one, channel.size() / 2);
          }
        }
      }
    }
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
