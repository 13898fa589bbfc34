package io.github.baci.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.api.PruneReport;
import io.github.baci.api.StoredKind;
import io.github.baci.container.BuilderFile;
import io.github.baci.container.host.BuilderProgram;
import io.github.baci.store.DirectoryStore;
import io.github.baci.store.Pruning;
import io.github.baci.store.Store;
import io.github.baci.store.StoreEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PruneSummaryTest {
  @TempDir private Path directory;

  @Test
  void countsWhatBuildersAreStartedWithApartFromRecords() {
    PruneReport report =
        kept(
            BuilderFile.IMAGE.key("0123.aci"),
            BuilderFile.WORKER.key("0123.jar"),
            "page-of-a-server");

    assertThat(report.kept().get(StoredKind.BUILDERS)).isEqualTo(new PruneReport.Amount(2, 20));
    assertThat(report.kept().get(StoredKind.RECORDS)).isEqualTo(new PruneReport.Amount(1, 10));
  }

  @Test
  void takesTheNativeLibraryForSomethingThatBuildersAreStartedWith() throws IOException {
    try (Store store = DirectoryStore.open(directory)) {
      Path library = BuilderProgram.nativeLibrary(store);

      assertThat(kept(library.getFileName().toString()).kept())
          .containsEntry(StoredKind.BUILDERS, new PruneReport.Amount(1, 10));
    }
  }

  private static PruneReport kept(String... keys) {
    List<StoreEntry> entries =
        List.of(keys).stream()
            .map(key -> new StoreEntry(Store.Area.FILES, key, Path.of(key), 10, Instant.EPOCH))
            .toList();
    return PruneSummary.of(new Pruning.Result(entries, List.of(), List.of(), List.of()));
  }
}
