package io.github.baci.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BaciException;
import io.github.baci.api.Suggestion;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {

  @Test
  void portsHaveAProtocolAndRangesAreTakenApart() {
    assertThat(PortSpec.parse("80").ports()).containsExactly("80/tcp");
    assertThat(PortSpec.parse("7-9/udp").ports()).containsExactly("7/udp", "8/udp", "9/udp");
    PortSpec mapped = PortSpec.parse("[::1]:8080:80/SCTP");
    assertThat(mapped.ports()).containsExactly("80/sctp");
    assertThat(mapped.addressed()).isTrue();
    assertThat(mapped.protocolCased()).isTrue();
    assertThat(PortSpec.parse("80").addressed()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "80/icmp,invalid proto: icmp",
    "9-7,invalid containerPort: 9-7; a port is a number up to 65535",
    "65536,invalid containerPort: 65536; a port is a number up to 65535",
    "80:,no port specified",
    "host:1:80,invalid IP address: host",
    "256.1.1.1:1:80,invalid IP address",
    "x:80,invalid hostPort: x",
    "1-3:1-2,invalid ranges specified",
  })
  void portsOutOfFormAreRefused(String word, String message) {
    assertThatThrownBy(() -> PortSpec.parse(word))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({"SIGTERM,15", "kill,9", "sigrtmin+3,37", "RTMAX-1,63", "12,12", "-1,-1", "iot,6"})
  void signalsHaveNumbers(String text, int number) {
    assertThat(Signal.parse(text)).isEqualTo(new Signal(text, number));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "SIGFOO", "RTMIN+16", "RTMAX-15", "1.5", "SIG SIG"})
  void otherSignalsAreRefused(String text) {
    assertThatThrownBy(() -> Signal.parse(text))
        .isInstanceOf(BaciException.class)
        .hasMessage("invalid signal: " + text);
  }

  @ParameterizedTest
  @CsvSource({"1h2m3s,PT1H2M3S", ".5s,PT0.5S", "1.5ms,PT0.0015S", "-2us,PT-0.000002S", "0,PT0S"})
  void durationsAreReadAsGoDoes(String text, Duration duration) {
    assertThat(GoDuration.parse(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @CsvSource({
    "5,missing unit in duration \"5\"",
    "5x,unknown unit \"x\"",
    "s,invalid duration \"s\"",
    "1.2.3s,invalid duration",
    "9999999h,invalid duration",
    "'',invalid duration \"\"",
  })
  void otherDurationsAreRefused(String text, String message) {
    assertThatThrownBy(() -> GoDuration.parse(text)).hasMessageContaining(message);
  }

  @Test
  void sizesAreBinary() {
    assertThat(ByteSize.parse("128m")).hasValue(128L << 20);
    assertThat(ByteSize.parse("1.5KiB")).hasValue(1536);
    assertThat(ByteSize.parse("10 b")).hasValue(10);
    assertThat(ByteSize.parse("7")).hasValue(7);
    for (String wrong : List.of("", "m", "-1", "1x", "1ki", "1mbb", "99999999p")) {
      assertThat(ByteSize.parse(wrong)).as(wrong).isEmpty();
    }
  }

  @Test
  void suggestionsAreNearAndNeverTheWordItself() {
    List<String> names = List.of("target", "type", "from");
    assertThat(Suggestion.of("targett", names)).contains("target");
    assertThat(Suggestion.of("typ", names)).contains("type");
    assertThat(Suggestion.of("form", names)).contains("from");
    assertThat(Suggestion.of("from", names)).isEmpty();
    assertThat(Suggestion.of("platform", names)).isEmpty();
    assertThat(Suggestion.ofAnyCase("FORM", names)).contains("FROM");
  }

  @Test
  void booleansHaveTheirGoSpellings() {
    assertThat(GoBoolean.parse("T")).contains(true);
    assertThat(GoBoolean.parse("False")).contains(false);
    assertThat(GoBoolean.parse("yes")).isEmpty();
  }
}
