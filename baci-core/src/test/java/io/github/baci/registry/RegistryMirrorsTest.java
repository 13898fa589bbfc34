package io.github.baci.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BaciException;
import io.github.baci.api.ImageReference;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RegistryMirrorsTest {
  @Test
  void mirrorsStandForWholeComponents() {
    RegistryMirrors mirrors =
        new RegistryMirrors(
            Map.of(
                "docker.io", "hub.example.com",
                "docker.io/library", "http://127.0.0.1:5000/",
                "ghcr.io/team", "mirror/ghcr"));

    assertThat(mirrors.apply(ImageReference.parse("debian:12")))
        .hasToString("127.0.0.1:5000/debian:12");
    assertThat(mirrors.apply(ImageReference.parse("library2/x")))
        .hasToString("hub.example.com/library2/x:latest");
    assertThat(mirrors.apply(ImageReference.parse("ghcr.io/team/x")))
        .hasToString("mirror/ghcr/x:latest");
    assertThat(mirrors.apply(ImageReference.parse("ghcr.io/teams/x")))
        .hasToString("ghcr.io/teams/x:latest");
    assertThatThrownBy(() -> new RegistryMirrors(Map.of("docker.io", " ")))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("PREFIX=REGISTRY");
  }
}
