package io.github.baci.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BaciException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SourceSettingsTest {
  @Test
  void registriesOverPlainHttpAreHosts() {
    assertThat(SourceSettings.hosts(null)).isEmpty();
    assertThat(SourceSettings.hosts(List.of("registry.example.com:5000", " other ")))
        .containsExactly("registry.example.com:5000", "other");
    assertThatThrownBy(() -> SourceSettings.hosts(List.of("http://registry.example.com")))
        .isInstanceOf(BaciException.class)
        .hasMessageStartingWith(
            "'http://registry.example.com' in baci.insecureRegistries is no host");
  }
}
