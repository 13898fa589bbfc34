package io.github.baci.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.api.PruneRules;
import io.github.baci.store.Store.Area;
import io.github.baci.store.Store.Staged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PruningTest {
  private static final Duration LONG_AGO = Duration.ofHours(3);

  @TempDir private Path directory;

  private DirectoryStore open() {
    return DirectoryStore.open(directory.resolve("store"));
  }

  private static Path put(Store store, Area area, String key, int bytes) throws IOException {
    try (Staged staged = store.stage(area)) {
      Files.write(staged.path(), new byte[bytes]);
      return staged.commit(key);
    }
  }

  private static Path age(Path path, Duration age) throws IOException {
    return Files.setLastModifiedTime(path, FileTime.from(Instant.now().minus(age)));
  }

  private static List<String> keys(List<StoreEntry> entries) {
    return entries.stream().map(StoreEntry::key).sorted().toList();
  }

  private static PruneRules unusedFor(Duration age) {
    return new PruneRules(Optional.of(age), OptionalLong.empty());
  }

  private static PruneRules maxBytes(long bytes) {
    return new PruneRules(Optional.empty(), OptionalLong.of(bytes));
  }

  @Test
  void whatWasNotUsedForLongGoesAndALayerTakesItsIndexWithIt() throws IOException {
    try (DirectoryStore store = open()) {
      age(put(store, Area.LAYERS, "aa1", 100), Duration.ofDays(31));
      put(store, Area.INDEXES, "aa1", 10);
      age(put(store, Area.LAYERS, "aa2", 100), Duration.ofDays(29));
      age(put(store, Area.INDEXES, "aa2", 10), Duration.ofDays(31));
      age(put(store, Area.INDEXES, "aa3", 10), Duration.ofDays(31));

      Pruning.Result result = Pruning.of(store).prune(unusedFor(Duration.ofDays(30)));

      assertThat(keys(result.pruned())).containsExactly("aa1", "aa3");
      assertThat(result.pruned().stream().mapToLong(StoreEntry::bytes).sum()).isEqualTo(120);
      assertThat(keys(result.kept())).containsExactly("aa2");
      assertThat(result.leftovers()).isEmpty();
      assertThat(store.path(Area.LAYERS, "aa1")).doesNotExist();
      assertThat(store.path(Area.INDEXES, "aa1")).doesNotExist();
      assertThat(store.find(Area.INDEXES, "aa2")).isPresent();
    }
  }

  @Test
  void tooLargeAStoreLosesWhatWasNotUsedForLongest() throws IOException {
    try (DirectoryStore store = open()) {
      for (int i = 1; i <= 5; i++) {
        age(put(store, Area.CHUNKS, "chunk" + i, 100), Duration.ofHours(10 - i));
      }

      assertThat(keys(Pruning.of(store).prune(maxBytes(320)).pruned()))
          .containsExactly("chunk1", "chunk2");
      assertThat(Pruning.of(store).prune(maxBytes(320)).pruned()).isEmpty();
    }
  }

  @Test
  void aPreviewSaysTheSameAndDeletesNothing() throws IOException {
    try (DirectoryStore store = open()) {
      Path file = age(put(store, Area.FILES, "old", 7), LONG_AGO);

      assertThat(keys(Pruning.of(store).preview(PruneRules.ALL).pruned())).containsExactly("old");
      assertThat(file).exists();
    }
  }

  @Test
  void allMeansAlsoWhatWasJustUsedIfNobodyHasTheStoreOpen() throws IOException {
    try (DirectoryStore store = open()) {
      put(store, Area.LAYERS, "new", 1);
      Path unpacked = Files.createDirectories(store.path(Area.UNPACKED, "layer-r"));
      Files.createDirectories(unpacked.resolve("fs/etc"));
      Files.writeString(unpacked.resolve("size"), "12345");
      Path cache = Files.createDirectories(store.path(Area.CACHES, "cache-r"));
      Files.writeString(Files.createDirectories(cache.resolve("0/sub")).resolve("file"), "1234");

      Pruning.Result result = Pruning.of(store).prune(PruneRules.ALL);

      assertThat(result.kept()).isEmpty();
      assertThat(result.pruned().stream().map(StoreEntry::bytes))
          .containsExactlyInAnyOrder(1L, 12345L, 4L);
      assertThat(unpacked).doesNotExist();
      assertThat(cache).doesNotExist();
    }
    assertThat(directory.resolve("store/tmp")).isEmptyDirectory();
  }

  @Test
  void whatAnOpenStoreFoundOrWroteStaysUntilItIsClosed() throws IOException {
    try (DirectoryStore pruned = open()) {
      age(put(pruned, Area.LAYERS, "found", 1), LONG_AGO);
      age(put(pruned, Area.LAYERS, "written-again", 1), LONG_AGO);
      age(put(pruned, Area.LAYERS, "unused", 1), LONG_AGO);
      try (DirectoryStore building = open()) {
        assertThat(building.find(Area.LAYERS, "found")).isPresent();
        put(building, Area.LAYERS, "written-again", 1);
        put(building, Area.LAYERS, "written", 1);

        Pruning.Result result = Pruning.of(pruned).prune(PruneRules.ALL);

        assertThat(keys(result.pruned())).containsExactly("unused");
        assertThat(keys(result.inUse())).containsExactly("found", "written", "written-again");
      }

      assertThat(keys(Pruning.of(pruned).prune(PruneRules.ALL).pruned()))
          .containsExactly("found", "written", "written-again");
    }
  }

  @Test
  void whoPrunesBesidesItsOwnUseKeepsThat() throws IOException {
    try (DirectoryStore store = open()) {
      age(put(store, Area.LAYERS, "old", 1), LONG_AGO);
      put(store, Area.LAYERS, "new", 1);

      assertThat(keys(Pruning.besidesOwnUse(store).prune(PruneRules.ALL).pruned()))
          .containsExactly("old");
    }
  }

  @Test
  void aKilledProcessKeepsNothing() throws IOException {
    try (DirectoryStore store = open()) {
      put(store, Area.LAYERS, "new", 1);
      Files.createFile(store.root().resolve("tmp/1-2-3.lock"));

      assertThat(keys(Pruning.of(store).prune(PruneRules.ALL).pruned())).containsExactly("new");
    }
  }

  /** Entries that are old when they are written: any prune may take them, unless they are found. */
  @Test
  void whatIsFoundIsThereAsLongAsItIsUsedHoweverOftenOthersPrune() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
    AtomicInteger newest = new AtomicInteger();
    try (DirectoryStore pruned = open()) {
      List<Future<Integer>> users = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        users.add(threads.submit(() -> use(newest, end)));
      }
      Future<Integer> pruning =
          threads.submit(
              () -> {
                int count = 0;
                while (System.nanoTime() < end) {
                  count += Pruning.of(pruned).prune(PruneRules.ALL).pruned().size();
                }
                return count;
              });

      int found = 0;
      for (Future<Integer> user : users) {
        found += user.get();
      }
      assertThat(found).isPositive();
      assertThat(pruning.get()).isPositive();
    } finally {
      threads.shutdownNow();
    }
  }

  private int use(AtomicInteger newest, long end) throws IOException {
    int count = 0;
    while (System.nanoTime() < end) {
      try (DirectoryStore store = open()) {
        try (Staged staged = store.stage(Area.FILES)) {
          age(staged.path(), LONG_AGO);
          staged.commit("key" + newest.incrementAndGet());
        }
        Optional<Path> found = store.find(Area.FILES, "key" + newest.get());
        for (int i = 0; found.isPresent() && i < 50; i++) {
          assertThat(found.get()).exists();
        }
        count += found.isPresent() ? 1 : 0;
      }
    }
    return count;
  }

  @Test
  void theLimitIsKeptOnceADay() throws IOException {
    try (DirectoryStore store = open()) {
      age(put(store, Area.CHUNKS, "old", 100), LONG_AGO);
      put(store, Area.CHUNKS, "new", 100);
      StoreLimit limit = new StoreLimit(store, 150);

      assertThat(limit.keep().map(result -> keys(result.pruned()))).contains(List.of("old"));

      age(put(store, Area.CHUNKS, "old", 100), LONG_AGO);
      assertThat(limit.keep()).isEmpty();
      assertThat(store.find(Area.CHUNKS, "old")).isPresent();

      age(store.path(Area.CHUNKS, "old"), LONG_AGO);
      age(store.root().resolve("limited"), Duration.ofHours(25));
      assertThat(limit.keep()).isPresent();
      assertThat(new StoreLimit(store, Long.MAX_VALUE).keep()).isEmpty();
    }
  }
}
