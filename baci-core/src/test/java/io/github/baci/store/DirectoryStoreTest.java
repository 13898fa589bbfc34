package io.github.baci.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BaciException;
import io.github.baci.store.Store.Area;
import io.github.baci.store.Store.Lock;
import io.github.baci.store.Store.Staged;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryStoreTest {
  @TempDir private Path directory;

  private DirectoryStore open() {
    return DirectoryStore.open(directory.resolve("store"));
  }

  private static Path put(Store store, Area area, String key, String content) throws IOException {
    try (Staged staged = store.stage(area)) {
      Files.writeString(staged.path(), content);
      return staged.commit(key);
    }
  }

  private static List<Path> filesBelow(Path path) throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "Z9", "0_.-", "sha256-AB.jar"})
  void keysAreLettersDigitsAndAFewSigns(String key) {
    try (Store store = open()) {
      assertThat(store.find(Area.STEPS, key)).isEmpty();
      assertThat(store.find(Area.STEPS, key.repeat(200).substring(0, 200))).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "-a", "_a", "a/b", "a b", "\u00e4", "a\n"})
  void otherKeysAreRefused(String key) {
    try (Store store = open()) {
      assertThatThrownBy(() -> store.find(Area.STEPS, key))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> store.find(Area.STEPS, "a".repeat(201)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void fileIsSeenOnceItIsCommittedAndNotBefore() throws IOException {
    try (Store store = open();
        Staged staged = store.stage(Area.STEPS)) {
      Files.writeString(staged.path(), "x");
      assertThat(store.find(Area.STEPS, "abcd")).isEmpty();
      Path path = staged.commit("abcd");
      assertThat(path).hasContent("x").isEqualTo(store.root().resolve("steps/ab/abcd"));
      assertThat(store.find(Area.STEPS, "abcd")).contains(path);
      assertThat(store.find(Area.LAYERS, "abcd")).isEmpty();
      assertThatThrownBy(() -> staged.commit("other")).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void committedFileStaysUnlessItIsReplacedOrDiscarded() throws IOException {
    try (Store store = open()) {
      put(store, Area.FILES, "k", "first");
      assertThat(put(store, Area.FILES, "k", "second")).hasContent("first");
      try (Staged staged = store.stage(Area.FILES)) {
        Files.writeString(staged.path(), "third");
        assertThat(staged.replace("k")).hasContent("third");
      }
      store.discard(Area.FILES, "k");
      store.discard(Area.FILES, "k");
      assertThat(store.find(Area.FILES, "k")).isEmpty();
    }
  }

  @Test
  void nothingTemporaryIsLeftAfterClose() throws IOException {
    Path root;
    try (Store store = open()) {
      root = store.root();
      put(store, Area.FILES, "kept", "x");
      store.stage(Area.FILES);
      Path temporary = store.newTemporaryDirectory();
      Path locked = Files.createDirectories(temporary.resolve("a/b"));
      Files.writeString(locked.resolve("file"), "x");
      Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r-x------"));
      Files.createSymbolicLink(temporary.resolve("link"), directory);
      assertThat(temporary).startsWith(root);
    }
    assertThat(filesBelow(root))
        .containsExactly(
            root.resolve("files/ke/kept"), root.resolve("format"), root.resolve("locks/prune"));
    assertThat(root.resolve("tmp")).isEmptyDirectory();
  }

  @Test
  void whatAKilledProcessLeftIsSweptAndWhatALivingOneHasIsNot() throws IOException {
    try (DirectoryStore living = open()) {
      Path kept = living.newTemporaryDirectory();
      Path tmp = living.root().resolve("tmp");
      Files.createDirectories(tmp.resolve("1-2-3/directory-1/x"));
      Files.writeString(tmp.resolve("1-2-3.lock"), "");
      Files.createDirectories(tmp.resolve("4-5-6"));
      Files.writeString(tmp.resolve("7-8-9.lock"), "");
      try (DirectoryStore next = open()) {
        assertThat(next.leftovers()).isEmpty();
        assertThat(tmp.resolve("1-2-3")).doesNotExist();
        assertThat(tmp.resolve("1-2-3.lock")).doesNotExist();
        assertThat(tmp.resolve("4-5-6")).doesNotExist();
        assertThat(tmp.resolve("7-8-9.lock")).doesNotExist();
        assertThat(kept).isDirectory();
      }
      assertThat(kept).isDirectory();
    }
  }

  @Test
  void lockHoldsBetweenThreadsOfSeveralStores() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    int[] counter = new int[1];
    int[] inside = new int[1];
    List<Future<Boolean>> alone = new ArrayList<>();
    try {
      for (int i = 0; i < 8; i++) {
        alone.add(
            threads.submit(
                () -> {
                  boolean always = true;
                  try (Store store = open()) {
                    for (int j = 0; j < 50; j++) {
                      try (Lock lock = store.lock("counter")) {
                        assertThat(lock).isNotNull();
                        always &= ++inside[0] == 1;
                        counter[0]++;
                        inside[0]--;
                      }
                    }
                  }
                  return always;
                }));
      }
      for (Future<Boolean> each : alone) {
        assertThat(each.get()).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(counter[0]).isEqualTo(400);
  }

  @Test
  void waitingForALockCanBeInterrupted() throws Exception {
    try (Store store = open()) {
      Lock held = store.lock("name");
      Exception[] thrown = new Exception[1];
      Thread waiter =
          new Thread(
              () -> {
                try (Lock second = store.lock("name")) {
                  thrown[0] = new IllegalStateException("got " + second);
                } catch (IOException e) {
                  thrown[0] = e;
                }
              });
      waiter.start();
      waiter.interrupt();
      waiter.join();
      assertThat(thrown[0]).isInstanceOf(InterruptedIOException.class);
      held.close();
      store.lock("name").close();
    }
  }

  @Test
  void lockOfAKilledProcessIsFree() throws Exception {
    Path root;
    try (Store store = open()) {
      root = store.root();
    }
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(
                java,
                "-cp",
                System.getProperty("java.class.path"),
                LockHolder.class.getName(),
                root.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Path temporary;
    try (Store store = open()) {
      temporary = Path.of(process.inputReader().readLine());
      assertThat(temporary).isDirectory();
      assertThat(process.isAlive()).isTrue();
      assertThat(store.leftovers()).isEmpty();
      try (DirectoryStore other = open()) {
        assertThat(other.leftovers()).isEmpty();
        assertThat(temporary).isDirectory();
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
    try (Store store = open();
        Lock lock = store.lock("shared")) {
      assertThat(lock).isNotNull();
      assertThat(store.leftovers()).isEmpty();
      assertThat(temporary).doesNotExist();
    }
  }

  /** Another process that uses a store until it is killed. */
  static final class LockHolder {
    private LockHolder() {}

    public static void main(String[] args) throws Exception {
      Store store = DirectoryStore.open(Path.of(args[0]));
      Lock lock = store.lock("shared");
      Files.writeString(store.newTemporaryDirectory().resolve("file"), lock.toString());
      System.out.println(store.newTemporaryDirectory());
      Thread.sleep(Long.MAX_VALUE);
    }
  }

  @Test
  void useIsMarkedButNotMoreThanOnceAnHour() throws IOException {
    try (Store store = open()) {
      Path path = put(store, Area.FILES, "key", "x");
      FileTime longAgo = FileTime.from(Instant.now().minus(Duration.ofDays(3)));
      FileTime justNow =
          FileTime.from(Instant.ofEpochSecond(Instant.now().minusSeconds(600).getEpochSecond()));
      Files.setLastModifiedTime(path, longAgo);
      store.find(Area.FILES, "key");
      assertThat(Files.getLastModifiedTime(path).toInstant())
          .isAfter(longAgo.toInstant().plus(Duration.ofDays(2)));
      Files.setLastModifiedTime(path, justNow);
      store.find(Area.FILES, "key");
      assertThat(Files.getLastModifiedTime(path)).isEqualTo(justNow);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "../x", "a/b", "a b", ".hidden", "ü"})
  void keysAreNamesOnly(String key) {
    try (Store store = open()) {
      assertThatThrownBy(() -> store.path(Area.FILES, key))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> store.lock(key)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void storeOfANewerVersionIsNotTouched() throws IOException {
    open().close();
    Files.writeString(directory.resolve("store/format"), "baci store 99\n");
    assertThatThrownBy(this::open)
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("format 99")
        .hasMessageContaining("newer baci");
  }

  @Test
  void directoryThatHoldsSomethingElseIsNoStore() throws IOException {
    Path other = Files.createDirectories(directory.resolve("store"));
    Files.writeString(other.resolve("thesis.txt"), "x");
    assertThatThrownBy(this::open)
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("not a store")
        .hasMessageContaining("thesis.txt");
    assertThat(other.resolve("format")).doesNotExist();
  }

  @Test
  void fileIsNoStore() throws IOException {
    Files.writeString(directory.resolve("store"), "x");
    assertThatThrownBy(this::open)
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("cannot be opened");
  }

  @Test
  void storeMayBeALinkToADirectory() throws IOException {
    Path real = Files.createDirectories(directory.resolve("real"));
    Files.createSymbolicLink(directory.resolve("store"), real);
    try (Store store = open()) {
      assertThat(put(store, Area.FILES, "k", "x")).startsWith(real.toRealPath());
    }
  }
}
