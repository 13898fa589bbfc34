package io.github.baci.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BaciException;
import io.github.baci.api.SecretSource;
import io.github.baci.api.StepCacheOptions;
import io.github.baci.api.StepCacheTrust;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StepCacheSettingsTest {
  private static final Path BASE = Path.of("/project");

  private static ProjectLayout layout() {
    MavenProject project = new MavenProject();
    project.setFile(BASE.resolve("pom.xml").toFile());
    return new ProjectLayout(project, BASE);
  }

  private static StepCacheTrust trust(@Nullable String key, Map<String, String> environment) {
    return StepCacheSettings.trust(
        layout(), List.of(new File("keys/ci.asc")), Optional.ofNullable(key), environment);
  }

  @Test
  void nothingIsSharedIfNothingIsSaid() {
    StepCacheOptions options =
        StepCacheSettings.options(null, Optional.empty(), 1, StepCacheTrust.EVERYBODY, true);

    assertThat(options).isEqualTo(StepCacheOptions.NONE);
  }

  @Test
  void aTimeIsInSecondsAndNotNegative() {
    assertThat(
            StepCacheSettings.options(null, Optional.of("r/c"), 5, StepCacheTrust.EVERYBODY, true)
                .patience())
        .isEqualTo(Duration.ofSeconds(5));
    assertThatThrownBy(
            () ->
                StepCacheSettings.options(
                    null, Optional.empty(), -1, StepCacheTrust.EVERYBODY, true))
        .isInstanceOf(BaciException.class)
        .hasMessage("baci.cacheTimeout is -1; it is a number of seconds, 0 or more");
  }

  @Test
  void keysAreFilesOfTheProjectOrVariables() {
    StepCacheTrust file = trust("key.asc", Map.of());
    StepCacheTrust variable = trust("env:KEY", Map.of("MAVEN_GPG_PASSPHRASE", "open"));

    assertThat(file.keyrings()).containsExactly(BASE.resolve("keys/ci.asc"));
    assertThat(file.key()).contains(new SecretSource.FromFile(BASE.resolve("key.asc")));
    assertThat(file.passphrase()).isEmpty();
    assertThat(variable.key()).contains(new SecretSource.FromEnvironment("KEY"));
    assertThat(variable.passphrase())
        .contains(new SecretSource.FromEnvironment("MAVEN_GPG_PASSPHRASE"));
  }
}
