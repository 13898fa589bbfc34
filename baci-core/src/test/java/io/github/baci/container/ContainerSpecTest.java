package io.github.baci.container;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BaciException;
import io.github.baci.container.ContainerMount.Tmpfs;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What no process can be given. */
class ContainerSpecTest {
  private static SpecDraft draft() {
    return new SpecDraft(List.of()).shell("true");
  }

  @Test
  void textsWithAZeroByteAreRefusedByTheirNamesAndNotShown() {
    assertThatThrownBy(() -> draft().env("KEY", "secret\0rest").spec())
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("the environment variable 'KEY' has a zero byte")
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> draft().env("KEY\0rest", "value").spec())
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("the name of an environment variable has a zero byte");
    assertThatThrownBy(() -> draft().shell("true\0").spec())
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("the command has a zero byte");
    assertThatThrownBy(() -> draft().in("/a\0b").spec())
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("the working directory has a zero byte");
    assertThatThrownBy(() -> draft().mount(new Tmpfs("/a\0b", OptionalLong.empty())).spec())
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("the target of a mount has a zero byte");
  }
}
