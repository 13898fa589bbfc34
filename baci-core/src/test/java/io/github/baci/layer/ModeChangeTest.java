package io.github.baci.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BaciException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModeChangeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "750 | 0644 | false | 0750",
        "u=rwX,go=rX | 0600 | false | 0644",
        "u=rwX,go=rX | 0600 | true | 0755",
        "g=u | 4640 | false | 4660",
        "u=rw | 4755 | false | 0655",
        "go-rwx,+t | 0777 | true | 1700",
        "a-x+X | 0711 | true | 0711",
        "o+s | 0644 | false | 0644",
      })
  void changesAModeAsChmodDoes(String change, String from, boolean directory, String to) {
    int mode = ModeChange.parse(change).apply(Integer.parseInt(from, 8), directory);

    assertThat(Integer.toOctalString(mode))
        .isEqualTo(Integer.toOctalString(Integer.parseInt(to, 8)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "9", "10000", "u", "u+x,", "+q", "755x", "x+u"})
  void refusesWhatIsNoChange(String text) {
    assertThatThrownBy(() -> ModeChange.parse(text))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("invalid chmod parameter: '" + text + "'");
  }

  @Test
  void knowsWhetherItReplacesAllBits() {
    assertThat(ModeChange.parse("0").isOctal()).isTrue();
    assertThat(ModeChange.parse("a=").isOctal()).isFalse();
  }
}
