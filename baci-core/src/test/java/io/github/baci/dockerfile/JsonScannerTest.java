package io.github.baci.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonScannerTest {

  @Test
  void stringsAreDecoded() {
    assertThat(JsonScanner.array(" [ \"a\\\"b\" , \"\\uD83D\\uDE00\", \"\\ud83dx\" ] "))
        .hasValueSatisfying(
            array -> {
              assertThat(array.stringsOnly()).isTrue();
              assertThat(array.strings()).containsExactly("a\"b", "\uD83D\uDE00", "\uFFFDx");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[1]",
        "[\"a\", null]",
        "[-0.5e+3, \"a\"]",
        "[{\"a\": [1, {}]}, true]",
        "[[[]], \"a\"]",
        "[false]"
      })
  void otherElementsAreNoticed(String text) {
    assertThat(JsonScanner.array(text))
        .hasValueSatisfying(array -> assertThat(array.stringsOnly()).isFalse());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "[",
        "[\"a\"",
        "[\"a\",]",
        "[,\"a\"]",
        "[\"a\" \"b\"]",
        "['a']",
        "[\"a\"]x",
        "[\"\\x\"]",
        "[\"\\u12g4\"]",
        "[\"a\tb\"]",
        "[01]",
        "[1.]",
        "[1e999]",
        "[nul]",
        "[{\"a\"}]",
        "[{\"a\":1,}]",
        "[{1:1}]",
        "[[1}]"
      })
  void otherTextIsNoArray(String text) {
    assertThat(JsonScanner.array(text)).isEmpty();
  }

  @Test
  void deepNestingDoesNotExhaustTheStack() {
    assertThat(JsonScanner.array("[".repeat(200_000))).isEmpty();
  }

  @Test
  void membersAreFoundByName() {
    assertThat(JsonScanner.member("{\"a\": {\"syntax\": \"no\"}, \"syntax\": \"yes\"}", "syntax"))
        .contains("yes");
    assertThat(JsonScanner.member("{\"syntax\": 1}", "syntax")).isEmpty();
    assertThat(JsonScanner.member("{}", "syntax")).isEmpty();
  }
}
