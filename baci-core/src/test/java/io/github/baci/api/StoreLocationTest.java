package io.github.baci.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoreLocationTest {
  private static final Path HOME = Path.of("/home/me");

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
}
