package io.github.baci.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandardStreamsTest {
  @Test
  void aFileOfTheJvmIsNoStandardInput(@TempDir Path directory) throws IOException {
    Path home = Files.createDirectories(directory.resolve("jdk"));
    Path modules = Files.createFile(Files.createDirectory(home.resolve("lib")).resolve("modules"));
    Path other = Files.createFile(directory.resolve("input"));

    assertThat(link(directory, "0", modules, home)).isTrue();
    assertThat(link(directory, "1", other, home)).isFalse();
    assertThat(link(directory, "2", directory.resolve("gone"), home)).isFalse();
    assertThat(StandardStreams.isOfTheJvm(directory.resolve("closed"), home)).isFalse();
  }

  private static boolean link(Path directory, String name, Path target, Path home)
      throws IOException {
    return StandardStreams.isOfTheJvm(
        Files.createSymbolicLink(directory.resolve(name), target), home);
  }

  @Test
  void streamsThatMakeLinesOfMavensLogArePassedBy() {
    assertThat(StandardStreams.isOfMaven("org.apache.maven.cling.logging.LoggingPrintStream"))
        .isTrue();
    assertThat(StandardStreams.isOfMaven("java.io.PrintStream")).isFalse();
  }

  @Test
  void aStreamThatSomebodyElseHasSetIsKept() {
    PrintStream before = System.out;
    PrintStream other = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    try {
      System.setOut(other);
      assertThat(StandardStreams.out()).isSameAs(other);
    } finally {
      System.setOut(before);
    }
  }
}
