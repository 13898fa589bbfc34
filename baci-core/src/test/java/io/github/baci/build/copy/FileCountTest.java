package io.github.baci.build.copy;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BaciException;
import org.junit.jupiter.api.Test;

class FileCountTest {
  @Test
  void moreThanALayerMayHaveIsRefused() {
    FileCount count = new FileCount(2);
    count.add();
    count.add();

    assertThatThrownBy(count::add)
        .isInstanceOf(BaciException.class)
        .hasMessage("more than 2 files are copied, and no layer may have more; copy fewer at once");
  }
}
