package io.github.baci.container.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadedLibraryTest {
  @TempDir private Path directory;

  @Test
  void aPathWithABlankHasACopyElsewhereWhileAWorkerStarts() throws Exception {
    Path temporary = Files.createDirectory(directory.resolve("tmp"));
    Path library = library("my store");

    Path copies;
    try (LoadedLibrary loaded = LoadedLibrary.of(library, temporary)) {
      String[] directories = loaded.directories().split(":");
      copies = Path.of(directories[0]);
      assertThat(copies).hasParent(temporary);
      assertThat(copies.resolve("libx.so")).hasContent("library");
      assertThat(directories[1]).isEqualTo(String.valueOf(library.getParent()));
    }

    assertThat(copies).doesNotExist();
  }

  @Test
  void otherPathsAreTakenAsTheyAre() throws Exception {
    Path library = library("store");

    try (LoadedLibrary loaded = LoadedLibrary.of(library, directory)) {
      assertThat(loaded.directories()).isEqualTo(String.valueOf(library.getParent()));
    }
  }

  @Test
  void aTemporaryDirectoryThatIsNoBetterHasNoCopy() throws Exception {
    Path library = library("my store");

    for (String name : new String[] {"my tmp", "missing"}) {
      Path temporary = directory.resolve(name);
      if (name.equals("my tmp")) {
        Files.createDirectory(temporary);
      }
      try (LoadedLibrary loaded = LoadedLibrary.of(library, temporary)) {
        assertThat(loaded.directories()).isEqualTo(String.valueOf(library.getParent()));
      }
    }
  }

  private Path library(String name) throws Exception {
    return Files.writeString(
        Files.createDirectory(directory.resolve(name)).resolve("libx.so"), "library");
  }
}
