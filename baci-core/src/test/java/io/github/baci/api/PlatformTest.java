package io.github.baci.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PlatformTest {
  @Test
  void oneWordIsASystemOrAnArchitecture() {
    assertThat(Platform.parse("s390x")).hasToString("linux/s390x");
    assertThat(Platform.parse("aarch64")).hasToString("linux/arm64");
    assertThat(Platform.parse("freebsd").os()).isEqualTo("freebsd");
    assertThatThrownBy(() -> Platform.parse("lunix"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("'lunix' is not a platform: it is no operating system");
  }
}
