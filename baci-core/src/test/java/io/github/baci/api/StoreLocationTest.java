package io.github.baci.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StoreLocationTest {
  private static final Optional<Path> HOME = Optional.of(Path.of("/home/me"));

  @Test
  void cacheDirectoryOfTheUserIsTaken() {
    assertThat(StoreLocation.defaultDirectory(Map.of(), "Linux", HOME))
        .isEqualTo(Path.of("/home/me/.cache/baci"));
    assertThat(StoreLocation.defaultDirectory(Map.of(), "Mac OS X", HOME))
        .isEqualTo(Path.of("/home/me/Library/Caches/baci"));
    assertThat(StoreLocation.defaultDirectory(Map.of("LOCALAPPDATA", "/local"), "Windows 11", HOME))
        .isEqualTo(Path.of("/local/baci"));
    assertThat(StoreLocation.defaultDirectory(Map.of(), "Windows 11", HOME))
        .isEqualTo(Path.of("/home/me/AppData/Local/baci"));
  }

  @Test
  void xdgCacheHomeCountsIfItIsAbsolute() {
    assertThat(StoreLocation.defaultDirectory(Map.of("XDG_CACHE_HOME", "/x"), "Linux", HOME))
        .isEqualTo(Path.of("/x/baci"));
    assertThat(StoreLocation.defaultDirectory(Map.of("XDG_CACHE_HOME", "x"), "Linux", HOME))
        .isEqualTo(Path.of("/home/me/.cache/baci"));
    assertThat(StoreLocation.defaultDirectory(Map.of("XDG_CACHE_HOME", ""), "Linux", HOME))
        .isEqualTo(Path.of("/home/me/.cache/baci"));
  }

  @Test
  void withoutAnEntryInPasswdTheEnvironmentSaysWhereHomeIs() {
    assertThat(UserHome.of("?", Map.of("HOME", "/work"))).contains(Path.of("/work"));
    assertThat(UserHome.of("/home/me", Map.of("HOME", "/work"))).contains(Path.of("/home/me"));
    assertThat(UserHome.of("?", Map.of("HOME", "work"))).isEmpty();
    assertThat(UserHome.of("?", Map.of())).isEmpty();
  }

  @Test
  void nothingElseAsksJavaWhereHomeIs() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      List<String> asking =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> text(file).contains("\"user.home\""))
              .map(file -> file.getFileName().toString())
              .toList();
      assertThat(asking).containsExactly("UserHome.java");
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void withoutAnyHomeTheParameterIsNamed() {
    assertThatThrownBy(() -> StoreLocation.defaultDirectory(Map.of(), "Linux", Optional.empty()))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining(Option.STORE_DIRECTORY.toString());
    assertThat(
            StoreLocation.defaultDirectory(
                Map.of("XDG_CACHE_HOME", "/x"), "Linux", Optional.empty()))
        .isEqualTo(Path.of("/x/baci"));
  }
}
