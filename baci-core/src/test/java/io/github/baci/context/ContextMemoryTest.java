package io.github.baci.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.api.Digest;
import io.github.baci.store.DirectoryStore;
import io.github.baci.store.Store;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was taken of a context is known again as long as none of its files has changed. */
class ContextMemoryTest {
  private static final Digest SUBJECT = Digest.sha256Of(new byte[] {1});
  private static final Digest OTHER = Digest.sha256Of(new byte[] {2});
  private static final Digest TAKEN = Digest.sha256Of(new byte[] {3});

  /** So much later than all files that a change of them would show. */
  private static final long LATER =
      TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()) + TimeUnit.HOURS.toNanos(1);

  @TempDir private Path temporary;
  private Path directory;
  private Store store;

  @BeforeEach
  void open() throws IOException {
    store = DirectoryStore.open(temporary.resolve("store"));
    directory = Files.createDirectories(temporary.resolve("context"));
    Files.createDirectories(directory.resolve("tree/sub"));
    Files.writeString(directory.resolve("tree/a"), "a");
    Files.writeString(directory.resolve("tree/sub/ü"), "b");
    Files.createSymbolicLink(directory.resolve("tree/link"), Path.of("a"));
    Files.writeString(directory.resolve("beside"), "beside");
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void knowsWhatWasTaken() throws IOException {
    ContextLooks looks = taken();

    BuildContext context = context(looks);

    assertThat(context.recall(SUBJECT)).contains(TAKEN);
    assertThat(context.recall(OTHER)).isEmpty();
    assertThat(ContextMemory.of(looks).isOf(directory)).isTrue();
    assertThat(context.root().statSoFar()).as("nothing was read").isNull();
  }

  @Test
  void knowsNothingOnceAnythingOfItHasChanged() throws IOException {
    FileTime old = Files.getLastModifiedTime(directory.resolve("tree/a"));
    forgets(
        () -> {
          Files.writeString(directory.resolve("tree/a"), "A");
          Files.setLastModifiedTime(directory.resolve("tree/a"), old);
        });
    forgets(() -> Files.writeString(directory.resolve("tree/new"), "new"));
    forgets(() -> Files.delete(directory.resolve("tree/sub/ü")));
    forgets(() -> Files.createDirectory(directory.resolve("tree/sub/d")));
    forgets(
        () ->
            Files.setPosixFilePermissions(
                directory.resolve("tree/sub"), PosixFilePermissions.fromString("rwx------")));
    forgets(() -> Files.move(directory.resolve("tree"), directory.resolve("moved")));
  }

  @Test
  void whatIsBesideItMayChange() throws IOException {
    ContextLooks looks = taken();
    Files.writeString(directory.resolve("beside"), "changed");
    Files.writeString(directory.resolve("more"), "more");

    assertThat(context(looks).recall(SUBJECT)).contains(TAKEN);
    assertThat(ContextMemory.of(looks).isOf(directory)).as("the root was listed").isFalse();
  }

  @Test
  void whatWasRecalledIsKnownToTheBuildAfterToo() throws IOException {
    BuildContext second = context(taken());
    assertThat(second.recall(SUBJECT)).isPresent();
    second.remember(OTHER, OTHER, List.of(second.root().child("beside").orElseThrow()));

    ContextLooks looks = written(second.looks(LATER).orElseThrow());

    assertThat(context(looks).recall(SUBJECT)).contains(TAKEN);
    assertThat(context(looks).recall(OTHER)).contains(OTHER);
    passTick();
    BuildContext third = context(looks);
    assertThat(third.recall(OTHER)).isPresent();
    assertThat(context(third.looks(LATER).orElseThrow()).recall(SUBJECT))
        .as("what no instruction takes any more is forgotten")
        .isEmpty();
    Files.writeString(directory.resolve("tree/a"), "A");
    assertThat(ContextMemory.of(looks).isOf(directory)).isFalse();
    assertThat(context(looks).recall(SUBJECT)).isEmpty();
    assertThat(context(looks).recall(OTHER)).contains(OTHER);
  }

  @Test
  void manyFilesAreLookedAtByAllThreads() throws IOException {
    for (int i = 0; i < 2500; i++) {
      Files.createFile(directory.resolve("tree/" + i));
    }
    ContextLooks looks = taken();
    assertThat(context(looks).recall(SUBJECT)).contains(TAKEN);

    Files.writeString(directory.resolve("tree/1234"), "x");

    assertThat(context(looks).recall(SUBJECT)).isEmpty();
  }

  @Test
  void filesThatAreTooYoungAreNotRemembered() throws IOException {
    BuildContext context = context(Optional.empty());
    take(context);

    assertThat(context.looks(TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis() - 60_000)))
        .isEmpty();
  }

  private interface Change {
    void make() throws IOException;
  }

  private void forgets(Change change) throws IOException {
    ContextLooks looks = taken();
    assertThat(context(looks).recall(SUBJECT)).contains(TAKEN);
    change.make();
    assertThat(context(looks).recall(SUBJECT)).isEmpty();
    assertThat(ContextMemory.of(looks).isOf(directory)).isFalse();
  }

  private ContextLooks taken() throws IOException {
    BuildContext context = context(Optional.empty());
    take(context);
    passTick();
    return written(context.looks(LATER).orElseThrow());
  }

  /** Waits until a file that is changed now gets another time than those that are there. */
  private void passTick() throws IOException {
    Path file = temporary.resolve("clock");
    Files.writeString(file, "");
    FileTime before = Files.getLastModifiedTime(file);
    while (Files.getLastModifiedTime(file).equals(before)) {
      Files.writeString(file, "");
    }
  }

  private static void take(BuildContext context) {
    ContextEntry tree = context.resolve("tree").orElseThrow();
    context.prefetch(List.of(tree), path -> false);
    context.remember(SUBJECT, TAKEN, List.of(tree));
  }

  private static ContextLooks written(ContextLooks looks) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    looks.write(new DataOutputStream(bytes));
    return ContextLooks.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
  }

  private BuildContext context(ContextLooks looks) {
    return context(Optional.of(looks));
  }

  private BuildContext context(Optional<ContextLooks> looks) {
    return BuildContext.open(
        directory,
        IgnoreRules.NONE,
        store,
        looks.map(ContextMemory::of).orElseGet(ContextMemory::none));
  }
}
