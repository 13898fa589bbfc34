package io.github.baci.container.syscall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpawnTest {

  @Test
  void aDescriptorBeyondTheLimitIsToldAsTooManyOpenFiles() {
    try (Spawn spawn = new Spawn("/bin/true", List.of("true"), List.of())) {
      assertThatThrownBy(() -> spawn.open(Integer.MAX_VALUE, "/dev/null", FileCalls.O_RDONLY))
          .isInstanceOfSatisfying(
              SystemCallException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EMFILE))
          .hasMessageContaining("too many open files");
    }
  }
}
