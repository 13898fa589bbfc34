package io.github.baci.container.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.store.DirectoryStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibraryFileTest {
  @TempDir private Path directory;

  @Test
  void aStoreTellsWhetherAWorkerWasStartedInIt() throws Exception {
    try (DirectoryStore store = DirectoryStore.open(directory, warning -> {})) {
      assertThat(NativeLibraryFile.isIn(store)).isFalse();

      Path library = NativeLibraryFile.in(store);

      assertThat(library).isNotEmptyFile();
      assertThat(NativeLibraryFile.isIn(store)).isTrue();
    }
  }
}
