package io.github.baci.aci.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.api.AciCompression;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class BackgroundCompressionTest {
  private static final Duration VERY_LONG = Duration.ofDays(1);

  @TempDir private Path directory;
  private TestLayers layers;

  @BeforeEach
  void makeALayerThatIsWorthKeeping() {
    layers = new TestLayers(directory.resolve("store"));
    layers.layer(entries -> entries.file("file", "text\n".repeat(1 << 16)));
  }

  @AfterEach
  void closeTheStore() {
    layers.close();
  }

  @Test
  @Timeout(60)
  void whatStaysAsItIsIsCompressedAtOnce() throws Exception {
    try (BackgroundCompression background = new BackgroundCompression(layers.store(), VERY_LONG)) {
      background.begin(files(), AciCompression.GZIP);
      awaitChunks();
    }
  }

  @Test
  @Timeout(60)
  void whatACommandMayChangeIsCompressedWhenItHasRunForAWhile() throws Exception {
    try (BackgroundCompression background =
        new BackgroundCompression(layers.store(), Duration.ofMillis(1))) {
      background.beginLater(this::files, AciCompression.GZIP);
      awaitChunks();
    }
  }

  @Test
  @Timeout(60)
  void whatIsAskedForLaterEndsTheWaitOfWhatWasAskedForBefore() throws Exception {
    try (BackgroundCompression background = new BackgroundCompression(layers.store(), VERY_LONG)) {
      background.beginLater(this::files, AciCompression.GZIP);
      background.beginLater(this::files, AciCompression.GZIP);
      background.stop();
      assertThat(hasChunks()).isFalse();

      background.begin(files(), AciCompression.GZIP); // would stand behind one that waits
      awaitChunks();
    }
  }

  private Difference files() {
    return Difference.ofAll(layers.tree());
  }

  private void awaitChunks() throws Exception {
    while (!hasChunks()) {
      Thread.sleep(10);
    }
  }

  /** Only what is never taken away again is looked through, as it goes on meanwhile. */
  private boolean hasChunks() throws IOException {
    Path chunks = directory.resolve("store/chunks");
    if (!Files.isDirectory(chunks)) {
      return false;
    }
    try (Stream<Path> walk = Files.walk(chunks)) {
      return walk.anyMatch(Files::isRegularFile);
    }
  }
}
