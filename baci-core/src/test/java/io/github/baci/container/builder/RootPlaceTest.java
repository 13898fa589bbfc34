package io.github.baci.container.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BaciException;
import io.github.baci.container.syscall.FileCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootPlaceTest {
  @TempDir private Path directory;
  private Path root;
  private int fd;

  @BeforeEach
  void open() throws IOException {
    root = directory.resolve("root");
    Files.createDirectories(root.resolve("a/b"));
    Files.writeString(root.resolve("a/file"), "x");
    fd = FileCalls.openDirectory(FileCalls.CWD, root.toString());
  }

  @AfterEach
  void close() {
    FileCalls.close(fd);
  }

  private void link(String name, String target) throws IOException {
    Files.createSymbolicLink(root.resolve(name), Path.of(target));
  }

  private String path(String wanted) throws IOException {
    try (RootPlace place = RootPlace.find(fd, wanted)) {
      return place.path() + (place.exists() ? "" : " missing from " + place.existing());
    }
  }

  @Test
  void linksAreFollowedAsIfTheDirectoryWereTheRoot() throws IOException {
    link("absolute", "/a/b");
    link("a/up", "../../../../a/./b");
    link("out", "/etc/../../../../etc/passwd");

    assertThat(path("/absolute")).isEqualTo("a/b");
    assertThat(path("a/up/..")).isEqualTo("a");
    assertThat(path("../../..")).isEmpty();
    assertThat(path("out")).isEqualTo("etc/passwd missing from 0");
    assertThat(path("/a/c/../d/e")).isEqualTo("a/d/e missing from 1");
    assertThat(path("a/file/below")).isEqualTo("a/file/below missing from 2");
  }

  @Test
  void aCircleOfLinksIsRefused() throws IOException {
    link("one", "two");
    link("two", "one");

    assertThatThrownBy(() -> path("one"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("symbolic links");
  }

  @Test
  void whatIsFoundStaysWhatItIsWhenNamesAreSwapped() throws IOException {
    Path outside = Files.createDirectory(directory.resolve("outside"));
    try (RootPlace place = RootPlace.find(fd, "a/b/new/place")) {
      Files.move(root.resolve("a/b"), root.resolve("a/moved"));
      link("a/b", outside.toString());
      place.made(true);
    }

    assertThat(root.resolve("a/moved/new/place")).isDirectory();
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void aLinkThatAppearsWhileAPlaceIsMadeIsNotFollowed() throws IOException {
    Path outside = Files.createDirectory(directory.resolve("outside"));
    try (RootPlace place = RootPlace.find(fd, "a/new/place")) {
      link("a/new", outside.toString());

      assertThatThrownBy(() -> place.made(true)).isInstanceOf(IOException.class);
    }
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void linksOfProcToOpenFilesAreFollowedAsText() throws IOException {
    int proc = FileCalls.openDirectory(FileCalls.CWD, "/proc");
    try (RootPlace place = RootPlace.find(proc, "self/fd/" + fd)) {
      assertThat(place.exists()).isFalse();
      assertThat(place.path()).isEqualTo(root.toRealPath().toString().substring(1));
    } finally {
      FileCalls.close(proc);
    }
  }

  @Test
  void aPlaceIsOfTheKindThatIsWanted() throws IOException {
    try (RootPlace file = RootPlace.find(fd, "a/file")) {
      assertThatThrownBy(() -> file.made(true)).hasMessageContaining("is a file");
    }
    try (RootPlace made = RootPlace.find(fd, "x/y/z").made(false)) {
      assertThat(made.status().orElseThrow().isDirectory()).isFalse();
    }
    assertThat(root.resolve("x/y/z")).isEmptyFile();
  }
}
