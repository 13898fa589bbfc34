package io.github.baci.build.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.Digest;
import io.github.baci.context.BuildContext;
import io.github.baci.context.ContextEntry;
import io.github.baci.context.IgnoreRules;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents in place of layers, well-meant and others. */
class LayerPartsTest {
  private static final int SIZE = 200_000;

  @TempDir private Path directory;
  private final byte[] content = new byte[SIZE];
  private final ContextFiles files = new ContextFiles();
  private Digest file;

  @BeforeEach
  void writeAFile() throws IOException {
    new Random(1).nextBytes(content);
    Files.write(directory.resolve("jar"), content);
    file = Digest.sha256Of(content);
    ContextEntry entry =
        BuildContext.open(directory, IgnoreRules.NONE).resolve("jar").orElseThrow();
    files.are(() -> List.of(entry));
  }

  private byte[] made(List<Part> parts) throws IOException {
    return made(new Parts(parts).document());
  }

  private byte[] made(byte[] document) throws IOException {
    try (InputStream in = new LayerParts(files).open(document)) {
      return in.readAllBytes();
    }
  }

  @Test
  void bytesAreFoundWhereverTheyLieAndComeOutTheSame() throws Exception {
    byte[] bytes = new byte[100 + SIZE + 7 + 50_000];
    System.arraycopy(content, 0, bytes, 100, SIZE);
    System.arraycopy(content, 60_000, bytes, 100 + SIZE + 7, 50_000);

    List<Part> found;
    try (PartFinder finder = PartFinder.of(files).orElseThrow()) {
      found = finder.find(bytes, bytes.length);
    }

    assertThat(found)
        .contains(new Part.OfFile(file, 0, SIZE), new Part.OfFile(file, 60_000, 50_000));
    assertThat(found).filteredOn(Part.Literal.class::isInstance).hasSize(2);
    assertThat(made(found)).isEqualTo(bytes);
  }

  @Test
  void theFilesAreReadOnceForAllThatIsLookedThrough() throws Exception {
    PartFinder.of(files).orElseThrow().close();
    Files.delete(directory.resolve("jar"));

    try (PartFinder finder = PartFinder.of(files).orElseThrow()) {
      assertThat(finder.find(new byte[1000], 1000)).hasSize(1);
    }
  }

  @Test
  void aFileThatIsNotThereIsSaidToBeMissing() {
    Digest other = Digest.sha256Of(new byte[] {1});

    assertThatThrownBy(() -> made(List.of(new Part.OfFile(other, 0, 10))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("has no file with the digest " + other);
  }

  @Test
  void whatGoesBeyondTheEndOfAFileIsNotMade() {
    assertThatThrownBy(() -> made(List.of(new Part.OfFile(file, SIZE - 10, 11))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("shorter");
    assertThatThrownBy(() -> made(List.of(new Part.OfFile(file, Long.MAX_VALUE - 5, 10))))
        .isInstanceOf(IOException.class);
    assertThat(files.have(new Parts(List.of(new Part.OfFile(file, Long.MAX_VALUE, 10))))).isFalse();
  }

  @Test
  void oneFileAgainAndAgainFillsNoDisk() {
    List<Part> parts = Collections.nCopies(10_000, new Part.OfFile(file, 0, SIZE));

    assertThatThrownBy(() -> made(parts))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("more of the build context than there is");
  }

  @Test
  void damagedDocumentsAreNoLayers() {
    for (String document :
        List.of(
            "",
            "{\"parts\":[{\"literal\":5}]}",
            "{\"parts\":[{\"literal\":-1}]}",
            "{\"parts\":[{\"literal\":2000000000}]}",
            "{\"parts\":[{\"literal\":5}],\"literals\":\"AAAA\"}",
            "{\"parts\":[{\"file\":\"nothing\",\"offset\":0,\"size\":1}]}",
            "{\"parts\":[{\"file\":\"" + file + "\",\"offset\":-1,\"size\":1}]}",
            "{\"parts\":[{\"file\":\"" + file + "\",\"offset\":0}]}")) {
      assertThatThrownBy(() -> made(document.getBytes(StandardCharsets.UTF_8)))
          .as(document)
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void literalsComeBackAsTheyWere() throws Exception {
    byte[] literal = Arrays.copyOf("some text".getBytes(StandardCharsets.UTF_8), 5_000);

    assertThat(made(List.of(new Part.Literal(literal), new Part.Literal(new byte[0]))))
        .isEqualTo(literal);
  }

  @Test
  void aLiteralAsLongAsTheBufferStaysWhatItIs() throws Exception {
    byte[] literal = new byte[256 << 10];
    Arrays.fill(literal, (byte) 7);
    Parts parts = new Parts(List.of(new Part.Literal(literal), new Part.OfFile(file, 0, 100)));

    for (int i = 0; i < 2; i++) {
      try (InputStream in = new PartsInput(parts, files.reading())) {
        assertThat(in.readNBytes(literal.length)).containsOnly(7);
        assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOf(content, 100));
      }
    }
  }
}
