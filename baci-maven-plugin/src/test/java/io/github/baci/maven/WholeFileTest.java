package io.github.baci.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
  @TempDir Path directory;

  @Test
  void makesDirectoriesAndTakesTheOldFilesPlace() throws IOException {
    Path file = directory.resolve("a/b/report.json");
    WholeFile.write(file, "old");
    WholeFile.write(file, "ü");

    assertThat(file).hasContent("ü");
    assertThat(file).hasSize(2);
    assertThat(file.getParent()).isDirectoryNotContaining(other -> !other.equals(file));
  }

  @Test
  void leavesNothingBesideAPlaceThatItCannotTake() throws IOException {
    Path taken = directory.resolve("report.json");
    Files.createDirectories(taken.resolve("something"));

    assertThatThrownBy(() -> WholeFile.write(taken, "text")).isInstanceOf(IOException.class);

    assertThat(taken.resolve("something")).isDirectory();
    assertThat(directory).isDirectoryNotContaining(other -> !other.equals(taken));
  }
}
