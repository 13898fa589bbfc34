package io.github.baci.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BaciException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RepositoryLayoutTest {

  @Test
  void anArtifactLiesBelowItsGroupNameAndVersion() {
    assertThat(
            new RepositoryLayout("https://repo.example.com/releases")
                .template("com.example.shop", "web.image", Optional.empty())
                .value())
        .isEqualTo(
            "https://repo.example.com/releases/com/example/shop/web.image/{version}/web.image-{version}.{ext}");
  }

  @Test
  void aClassifierMayNameLabels() {
    assertThat(
            new RepositoryLayout("https://repo.example.com/")
                .template("g", "a", Optional.of("{os}-{arch}"))
                .value())
        .isEqualTo("https://repo.example.com/g/a/{version}/a-{version}-{os}-{arch}.{ext}");
  }

  @Test
  void aRepositoryThatNoClientCanReachIsRefused() {
    assertThatThrownBy(
            () -> new RepositoryLayout("file:///srv/releases").template("g", "a", Optional.empty()))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("file:///srv/releases")
        .hasMessageContaining("baci.discovery.repositoryUrl");
  }
}
