package io.github.baci.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BaciException;
import io.github.baci.api.Digest;
import io.github.baci.store.DirectoryStore;
import io.github.baci.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class BuildContextTest {
  @TempDir private Path temporary;
  private Path directory;

  @BeforeEach
  void makeContext() throws IOException {
    directory = Files.createDirectory(temporary.resolve("context"));
  }

  private void file(String path, String content) throws IOException {
    Path file = directory.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private BuildContext open(String... ignored) {
    return BuildContext.open(directory, IgnoreRules.parse(String.join("\n", ignored), "ignore"));
  }

  private static List<String> names(ContextEntry entry) {
    return entry.children().stream().map(ContextEntry::name).toList();
  }

  @Test
  void ignoredDirectoriesComeAlongOnlyForWhatIsTakenInAgain() throws IOException {
    file("target/app.jar", "jar");
    file("target/classes/A.class", "class");
    file("other/empty/.keep", "");
    file("src/A.java", "java");

    BuildContext context = open("target", "other", "!target/app.jar");

    assertThat(names(context.root())).containsExactly("src", "target");
    assertThat(names(context.resolve("target").orElseThrow())).containsExactly("app.jar");
    assertThat(context.resolve("other")).isEmpty();
  }

  @Test
  @Timeout(60)
  void aFileThatBecomesALinkToADeviceIsNotRead() throws IOException {
    file("swapped", "text");
    ContextEntry entry = open().resolve("swapped").orElseThrow();
    assertThat(entry.size()).isEqualTo(4);
    Files.delete(entry.file());
    Files.createSymbolicLink(entry.file(), Path.of("/dev/zero"));

    assertThatThrownBy(entry::contentDigest)
        .isInstanceOf(BaciException.class)
        .hasMessageStartingWith("cannot read 'swapped' of the build context");
  }

  @Test
  void aFileThatGrowsIsReadNoFurtherThanItWentAndRefused() throws IOException {
    file("log", "text");
    ContextEntry entry = open().resolve("log").orElseThrow();
    assertThat(entry.size()).isEqualTo(4);
    Files.writeString(entry.file(), " and more", StandardOpenOption.APPEND);

    assertThat(entry.contentDigest())
        .isEqualTo(
            HexFormat.of()
                .parseHex(Digest.sha256Of("text".getBytes(StandardCharsets.UTF_8)).hex()));
    assertThatThrownBy(entry::checkUnchanged)
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("changed while the build read it");
  }

  @Test
  void linksAreFollowedInsideTheRootAlone() throws IOException {
    file("real/a.txt", "a");
    Files.createSymbolicLink(directory.resolve("up"), Path.of("../../real"));
    Files.createSymbolicLink(directory.resolve("absolute"), Path.of("/real/a.txt"));
    Files.createSymbolicLink(directory.resolve("loop"), Path.of("loop"));
    Files.createSymbolicLink(directory.resolve("nowhere"), Path.of("gone"));

    BuildContext context = open();

    assertThat(context.resolve("up/a.txt").orElseThrow().path()).isEqualTo("real/a.txt");
    assertThat(context.resolve("absolute").orElseThrow().path()).isEqualTo("real/a.txt");
    assertThat(context.resolve("/../real").orElseThrow().path()).isEqualTo("real");
    assertThat(context.resolve("loop")).isEmpty();
    assertThat(context.resolve("nowhere")).isEmpty();
  }

  @Test
  void theIgnoreFileBesideTheDockerfileComesFirst() throws IOException {
    file(".dockerignore", "a");
    file("docker/Dockerfile", "FROM scratch");

    assertThat(IgnoreFile.read(directory, directory.resolve("Dockerfile")).ignores("a")).isTrue();

    file("docker/Dockerfile.dockerignore", "b");
    IgnoreRules beside = IgnoreFile.read(directory, directory.resolve("docker/Dockerfile"));
    assertThat(beside.ignores("a")).isFalse();
    assertThat(beside.ignores("b")).isTrue();
  }

  @Test
  void digestsAreThoseOfTheBytes() throws IOException {
    file("a", "some bytes");

    byte[] digest = open().resolve("a").orElseThrow().contentDigest();

    assertThat(HexFormat.of().formatHex(digest))
        .isEqualTo(Digest.sha256Of("some bytes".getBytes(StandardCharsets.UTF_8)).hex());
  }

  @Test
  void digestsOfOldFilesAreKeptAndThoseOfChangedOnesAreNot() throws IOException {
    file("a", "one");
    file("b", "two");
    FileStat before = FileStat.read(directory.resolve("a"), true);
    DigestTable.Known known = new DigestTable.Known(before, new byte[32], true, false);

    DigestTable table = DigestTable.of(DigestTable.of(new byte[0]).with(List.of(known)));

    assertThat(table.find(before)).get().matches(found -> found.hasXattrs());
    file("a", "three");
    Files.setLastModifiedTime(
        directory.resolve("a"), FileTime.from(Instant.parse("2001-02-03T04:05:06Z")));
    assertThat(table.find(FileStat.read(directory.resolve("a"), true))).isEmpty();
    assertThat(table.find(FileStat.read(directory.resolve("b"), true))).isEmpty();
  }

  @Test
  void aDamagedTableIsEmpty() throws IOException {
    file("a", "one");
    FileStat stat = FileStat.read(directory.resolve("a"), true);
    byte[] content =
        DigestTable.of(new byte[0])
            .with(List.of(new DigestTable.Known(stat, new byte[32], false, false)));
    content[20] ^= 1;

    assertThat(DigestTable.of(content).find(stat)).isEmpty();
    assertThat(DigestTable.of(new byte[] {1, 2, 3}).find(stat)).isEmpty();
  }

  @Test
  void aContextWithAStoreGivesTheSameDigestsAgain() throws IOException {
    file("d/a", "one");
    byte[] first;
    byte[] second;
    try (Store store = DirectoryStore.open(temporary.resolve("store"))) {
      try (BuildContext context = BuildContext.open(directory, IgnoreRules.NONE, store)) {
        context.prefetch(List.of(context.root()), path -> false);
        first = context.resolve("d/a").orElseThrow().contentDigest();
      }
      try (BuildContext context = BuildContext.open(directory, IgnoreRules.NONE, store)) {
        second = context.resolve("d/a").orElseThrow().contentDigest();
      }
    }
    assertThat(second).isEqualTo(first);
  }

  @Test
  void aFileThatChangesDuringTheBuildIsAnError() throws IOException {
    file("a", "one");
    ContextEntry entry = open().resolve("a").orElseThrow();
    entry.contentDigest();
    file("a", "another");

    assertThatThrownBy(entry::checkUnchanged)
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("'a'")
        .hasMessageContaining("changed while the build read it");
  }

  @Test
  void aMissingContextIsNamed() {
    assertThatThrownBy(() -> BuildContext.open(directory.resolve("no"), IgnoreRules.NONE))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("is not there");
  }
}
