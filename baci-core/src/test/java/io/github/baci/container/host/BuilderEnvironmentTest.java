package io.github.baci.container.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BuilderEnvironmentTest {

  @Test
  void nothingOfMavensEnvironmentIsPassedOnButWhatProgramsNeed() {
    Map<String, String> environment =
        new TreeMap<>(
            Map.of("PATH", "/bin", "HOME", "/h", "TOKEN", "secret", "JDK_JAVA_OPTIONS", "-Dx"));

    BuilderEnvironment.reduce(environment);

    assertThat(environment)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("PATH", "/bin", "HOME", "/h", "LC_ALL", "C.UTF-8"));
  }
}
