package io.github.baci.source.jlink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdkReleaseTest {
  @TempDir private Path home;

  @Test
  void theJdkOfTheTestsNamesItsModules() throws IOException {
    assertThat(JdkRelease.of(Path.of(System.getProperty("java.home"))).modules())
        .contains("java.base", "java.logging", "jdk.jlink")
        .doesNotContain("java.loging");
  }

  @Test
  void oneThatDoesNotSayHasNone() throws IOException {
    assertThat(JdkRelease.of(home).modules()).isEmpty();

    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"17\"\nMODULES=\"\nMODULES=x\n");
    assertThat(JdkRelease.of(home).modules()).isEmpty();
  }
}
