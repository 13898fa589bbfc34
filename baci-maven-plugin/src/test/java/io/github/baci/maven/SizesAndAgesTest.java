package io.github.baci.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BaciException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizesAndAgesTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1048576, 1048576",
    "20G, 21474836480",
    "1.5 GiB, 1610612736",
    "500MB, 500000000",
    "12b, 12",
    "2kb, 2000",
    "1T, 1099511627776"
  })
  void sizesAreReadInBytes(String text, long bytes) {
    assertThat(StoreSize.parse(text, "p")).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "G", "-1", "1X", "1 G 2", "10 percent", "99999999T"})
  void everyOtherSizeIsRefused(String text) {
    assertThatThrownBy(() -> StoreSize.parse(text, "baci.prune.maxSize"))
        .isInstanceOf(BaciException.class)
        .hasMessageStartingWith("baci.prune.maxSize is '" + text + "'");
  }

  @Test
  void noneIsNoLimit() {
    assertThat(StoreSize.parseLimit(" None", "p")).isEmpty();
    assertThat(StoreSize.parseLimit("1K", "p")).hasValue(1024);
  }

  @ParameterizedTest
  @CsvSource({
    "30d, P30D",
    "12h, PT12H",
    "2w, P14D",
    "90 m, PT90M",
    "P1DT2H, P1DT2H",
    "pt0s, PT0S",
    "0d, PT0S"
  })
  void agesAreReadShortAndAsIso8601(String text, String duration) {
    assertThat(DurationParameter.parse(text, "p")).isEqualTo(Duration.parse(duration));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "30", "d", "-P1D", "-1d", "a month", "P1M"})
  void everyOtherAgeIsRefused(String text) {
    assertThatThrownBy(() -> DurationParameter.parse(text, "baci.prune.olderThan"))
        .isInstanceOf(BaciException.class)
        .hasMessageStartingWith("baci.prune.olderThan is '" + text + "', but must be a time");
  }
}
