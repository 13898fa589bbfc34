package io.github.baci.aci.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.baci.api.AcIdentifier;
import io.github.baci.api.BaciException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IsolatorTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "resource/memory|{\"limit\":\"1G\"}",
        "resource/cpu|{\"request\":\"500m\",\"limit\":\"1.5\"}",
        "resource/cpu|{\"limit\":2}",
        "resource/block-iops|{\"default\":true,\"limit\":\"1k\"}",
        "os/linux/capabilities-retain-set|{\"set\":[\"CAP_KILL\"]}",
        "os/linux/seccomp-retain-set|{\"set\":[\"read\"],\"errno\":\"EPERM\"}",
        "os/linux/no-new-privileges|true",
        "os/linux/oom-score-adj|-1000",
        "os/linux/cpu-shares|262144",
        "os/linux/selinux-context|{\"user\":\"u\",\"role\":\"r\",\"type\":\"t\",\"level\":\"s0:c1\"}",
        "os/unix/sysctl|{\"net.ipv4.tcp_mtu_probing\":\"1\"}"
      })
  void valuesOfTheSpecificationAreTaken(String name, String value) {
    assertThat(isolator(name, value).value()).hasToString(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "resource/memory|\"1G\"|must be an object",
        "resource/memory|{\"limit\":\"1 gig\"}|'limit' must be a quantity",
        "resource/memory|{\"limit\":1e999}|'limit' must be a quantity",
        "resource/memory|{\"default\":true,\"limit\":\"1G\"}|'default' must be false",
        "resource/block-iops|{\"limit\":\"1k\"}|'default' must be true",
        "resource/network-bandwidth|{\"default\":true,\"request\":\"1k\"}|takes no 'request'",
        "os/linux/capabilities-remove-set|{\"set\":[]}|one or more strings",
        "os/linux/seccomp-remove-set|{\"set\":[\"x\"],\"errno\":\"perm\"}|'errno' must be",
        "os/linux/no-new-privileges|\"yes\"|true or false",
        "os/linux/oom-score-adj|1001|from -1000 to 1000",
        "os/linux/cpu-shares|1|from 2 to 262144",
        "os/linux/selinux-context|{\"user\":\"a:b\"}|'user' must be there",
        "os/unix/sysctl|{\"a\":1}|names and strings",
        "example.com/mine|{}|is not an isolator of the App Container Specification"
      })
  void otherValuesAreRefusedWithTheRule(String name, String value, String rule) {
    assertThatThrownBy(() -> isolator(name, value))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining(name)
        .hasMessageContaining(rule);
  }

  @Test
  void theValueCannotBeChangedAfterwards() {
    Isolator isolator = isolator("resource/memory", "{\"limit\":\"1G\"}");
    ((ObjectNode) isolator.value()).put("limit", "9G");

    assertThat(isolator.value().path("limit").textValue()).isEqualTo("1G");
  }

  @Test
  void isolatorsOfOneKindMayNotRepeatUnlessTheyAddUp() {
    Isolator shares = isolator("os/linux/cpu-shares", "10");
    Isolator capability = isolator("os/linux/capabilities-retain-set", "{\"set\":[\"CAP_KILL\"]}");

    Isolator.checkTogether(List.of(capability, capability));
    assertThatThrownBy(() -> Isolator.checkTogether(List.of(shares, shares)))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("given twice");
  }

  @Test
  void oneSetOfSystemCallsExcludesTheOther() {
    assertThatThrownBy(
            () ->
                Isolator.checkTogether(
                    List.of(
                        isolator("os/linux/seccomp-retain-set", "{\"set\":[\"read\"]}"),
                        isolator("os/linux/seccomp-remove-set", "{\"set\":[\"write\"]}"))))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("exclude each other");
  }

  private static Isolator isolator(String name, String json) {
    try {
      return new Isolator(new AcIdentifier(name), new ObjectMapper().readTree(json));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
