package io.github.baci.aci.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BaciException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExposedPortsTest {

  @Test
  void rangesAreOnePort() {
    Port port = ExposedPorts.named("8000-8010/udp");

    assertThat(port.port()).isEqualTo(8000);
    assertThat(port.count()).isEqualTo(11);
    assertThat(ExposedPorts.toDocker(port)).isEqualTo("8000-8010/udp");
  }

  @Test
  void portZeroIsSaidToBeNone() {
    assertThatThrownBy(() -> ExposedPorts.toPorts(List.of("80", "0"), Map.of()))
        .isInstanceOf(BaciException.class)
        .hasMessageStartingWith(
            "the image exposes port 0/tcp, but those of an App Container Image");
  }
}
