package io.github.baci.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trees are those that Jackson's mapper makes. */
class JsonTreeTest {
  private static final ObjectMapper JACKSON = new ObjectMapper();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  \n",
        "null",
        "true",
        "\"text \\u00e4 \\n \\ud83d\\ude00\"",
        "[]",
        "{}",
        "[1, -1, 2147483648, -9223372036854775808, 9223372036854775808, 0.1, 1e3, 1.0, -0.0,"
            + " 1e400]",
        "{\"a\": {\"b\": [[], [{}], null, false]}, \"\": \"\", \"c\": 1}",
        "{\"a\": 1, \"b\": 2, \"a\": {\"c\": 3}}",
        "{\"a\": 1} and what is not looked at",
      })
  void readsWhatJacksonReads(String json) throws IOException {
    var expected = JACKSON.readTree(json);
    assertThat(JsonTree.read(json)).isEqualTo(expected);
    for (var charset :
        new java.nio.charset.Charset[] {
          StandardCharsets.UTF_8, StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE
        }) {
      if (!json.isBlank() && json.length() > 1) {
        assertThat(JsonTree.read(json.getBytes(charset))).isEqualTo(expected);
      }
    }
    assertThat(JsonTree.read(json).toString()).isEqualTo(expected.toString());
    if (!expected.isMissingNode()) {
      assertThat(JsonTree.bytes(JsonTree.read(json)))
          .isEqualTo(JACKSON.writeValueAsBytes(expected));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[",
        "[1",
        "[1,]",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{1:2}",
        "]",
        "}",
        "nul",
        "NaN",
        "'a'",
        "// c\n1",
        "01",
        "\"a",
        "\"\\x\"",
        "\"\t\"",
        "[1 2]",
        "{\"a\":1,}"
      })
  void refusesWhatJacksonRefuses(String json) {
    assertThatThrownBy(() -> JACKSON.readTree(json)).isInstanceOf(JsonProcessingException.class);
    assertThatThrownBy(() -> JsonTree.read(json))
        .isInstanceOfSatisfying(
            JsonProcessingException.class,
            e -> assertThat(e.getLocation().getLineNr()).isPositive());
    assertThatThrownBy(() -> JsonTree.read(json.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(JsonProcessingException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{} {}", "1 2", "{\"a\":1,\"a\":1}", "[{\"b\":{\"a\":1,\"a\":2}}]", "[] x"})
  void whatIsReadStrictlyIsAloneAndHasNoFieldTwice(String json) throws IOException {
    assertThat(JsonTree.read(json)).isNotNull();
    assertThatThrownBy(() -> JsonTree.readStrictly(json))
        .isInstanceOf(JsonProcessingException.class);
    assertThatThrownBy(() -> JsonTree.readStrictly(json.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(JsonProcessingException.class);
    assertThat(JsonTree.readStrictly("{\"a\":{\"a\":1}} \n"))
        .isEqualTo(JACKSON.readTree("{\"a\":{\"a\":1}}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{} {}", "{}{", "[] x", "1 2", "{}\0"})
  void whatIsReadAsAWholeIsAlone(String json) throws IOException {
    assertThatThrownBy(() -> JsonTree.readWhole(json.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(JsonProcessingException.class);
    String twice = "{\"a\":1,\"a\":2}\n";
    assertThat(JsonTree.readWhole(twice.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(JACKSON.readTree(twice));
  }

  @Test
  void aDocumentThatIsTooDeepIsRefused() {
    assertThatThrownBy(() -> JsonTree.read("[".repeat(100_000)))
        .isInstanceOf(JsonProcessingException.class)
        .hasMessageContaining("nesting depth");
  }
}
