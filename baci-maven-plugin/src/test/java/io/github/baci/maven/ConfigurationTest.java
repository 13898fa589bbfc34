package io.github.baci.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BaciException;
import io.github.baci.api.NetworkMode;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {

  @Test
  void choicesAreReadInAnyCase() {
    assertThat(EnumParameter.of(NetworkMode.class, "None", "baci.network"))
        .isEqualTo(NetworkMode.NONE);
  }

  @Test
  void anUnknownChoiceNamesTheKnownOnes() {
    assertThatThrownBy(() -> EnumParameter.of(NetworkMode.class, "bridge", "baci.network"))
        .isInstanceOf(BaciException.class)
        .hasMessage("baci.network is 'bridge', but must be one of host, none");
  }

  @Test
  void pairsAreReadInTheirOrder() {
    assertThat(
            KeyValues.parse("docker.io/library=127.0.0.1:5000, docker.io=m.example.com/a=b", "p"))
        .containsExactly(
            org.assertj.core.api.Assertions.entry("docker.io/library", "127.0.0.1:5000"),
            org.assertj.core.api.Assertions.entry("docker.io", "m.example.com/a=b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "=b", "a=b,", "a=b,,c=d"})
  void pairsOfAnotherFormAreRefused(String text) {
    assertThatThrownBy(() -> KeyValues.parse(text, "baci.registryMirrors"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("baci.registryMirrors is '" + text + "'");
  }

  @Test
  void propertiesWithAPrefixLoseIt() {
    Properties properties = new Properties();
    properties.setProperty("baci.buildArg.VERSION", "7");
    properties.setProperty("baci.name", "x");

    assertThat(KeyValues.withPrefix(properties, "baci.buildArg."))
        .containsOnly(org.assertj.core.api.Assertions.entry("VERSION", "7"));
  }

  @Test
  void anIsolatorsValueIsHandedOnAsItIs() {
    assertThat(IsolatorParameter.toMap(List.of(isolator("resource/memory", "{\"limit\":\"1G\"}"))))
        .containsExactly(Map.entry("resource/memory", "{\"limit\":\"1G\"}"));
  }

  @Test
  void anIsolatorStandsOnce() {
    assertThatThrownBy(
            () -> IsolatorParameter.toMap(List.of(isolator("a", "1"), isolator("a", "2"))))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("twice");
  }

  @Test
  void anEventHandlerHasANameAndACommand() {
    EventHandlerParameter handler = new EventHandlerParameter();
    handler.setName("pre-start");
    assertThatThrownBy(() -> EventHandlerParameter.toMap(List.of(handler)))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("<exec>");

    handler.setExec(List.of("/bin/prepare", "-q"));

    assertThat(EventHandlerParameter.toMap(List.of(handler)))
        .containsEntry("pre-start", List.of("/bin/prepare", "-q"));
  }

  private static IsolatorParameter isolator(String name, String value) {
    IsolatorParameter isolator = new IsolatorParameter();
    isolator.setName(name);
    isolator.setValue(value);
    return isolator;
  }
}
