package io.github.baci.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UnknownPropertiesTest {
  @Test
  void propertiesThatNoGoalLooksAtAreTold() {
    assertThat(
            UnknownProperties.warnings(
                List.of(
                    "baci.plattform", "baci.platform", "baci.buildArg.X", "other", "baci.zzzzz"),
                List.of("baci.platform", "baci.name")))
        .containsExactly(
            "no goal of this plugin knows the property 'baci.plattform', which has no effect"
                + " (did you mean baci.platform?)",
            "no goal of this plugin knows the property 'baci.zzzzz', which has no effect");
  }

  @Test
  void nothingIsKnownWithoutADescriptor() {
    assertThat(UnknownProperties.known(Map.of())).isEmpty();
    assertThat(UnknownProperties.known(null)).isEmpty();
  }
}
