package io.github.baci.convert;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.testing.Command;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An image that is eight times as large as the heap takes every way through baci. */
class LargeImagesIT {
  @TempDir private Path directory;

  @Test
  void memoryDoesNotGrowWithTheImage() {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();

    String output =
        Command.of(java, "-Xmx32m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError")
            .with("-cp", System.getProperty("java.class.path"))
            .with(LargeImages.class.getName(), directory.toString(), "256")
            .succeed();

    assertThat(output).contains("compare again.aci with base.aci");
  }
}
