package io.github.baci.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {
  private static final String DIGEST = "sha256:" + "a".repeat(64);

  @ParameterizedTest
  @CsvSource({
    "debian, docker.io/library/debian:latest",
    "debian:bookworm, docker.io/library/debian:bookworm",
    "someone/thing, docker.io/someone/thing:latest",
    "index.docker.io/debian, docker.io/library/debian:latest",
    "docker.io/debian, docker.io/library/debian:latest",
    "localhost/a, localhost/a:latest",
    "localhost:5000/a/b:1.0, localhost:5000/a/b:1.0",
    "[::1]:5000/a, [::1]:5000/a:latest",
    "ghcr.io/a/b_c/d-e:v1, ghcr.io/a/b_c/d-e:v1",
    "Registry/a, Registry/a:latest",
    "a-b.c--d.e:80/f, a-b.c--d.e:80/f:latest",
    "a/b__c---d.e, docker.io/a/b__c---d.e:latest"
  })
  void readsNamesAsDockerDoes(String text, String full) {
    assertThat(ImageReference.parse(text)).hasToString(full);
  }

  @Test
  void aDigestDecidesOverATag() {
    assertThat(ImageReference.parse("debian@" + DIGEST))
        .hasToString("docker.io/library/debian@" + DIGEST);
    assertThat(ImageReference.parse("debian:12@" + DIGEST).qualifier()).isEqualTo(DIGEST);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Debian",
        "a//b",
        "a:",
        "a:b c",
        "a@sha256:12",
        "-a/b",
        "a/-b",
        "a:-",
        "a-.b/c",
        "a.-b/c",
        "a/b___c"
      })
  void refusesWhatIsNoName(String text) {
    assertThatThrownBy(() -> ImageReference.parse(text))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("'" + text + "'");
  }
}
