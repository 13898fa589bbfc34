package io.github.baci.dockerfile;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.baci.api.BaciException;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Whatever a Dockerfile holds, it is read or refused with a message. */
class DockerfileFuzz {
  private static final Map<String, String> VARIABLES =
      Map.of("a", "", "b", "x y", "c", "aXbXc", "d", "\u00e9*?[", "e", "$a\\\"'");

  @FuzzTest
  void parser(FuzzedDataProvider data) {
    try {
      DockerfileParser.parse("Dockerfile", data.consumeRemainingAsString());
    } catch (BaciException expected) {
      requireMessage(expected);
    }
  }

  @FuzzTest
  void expansion(FuzzedDataProvider data) {
    char escape = data.consumeBoolean() ? '\\' : '`';
    boolean heredoc = data.consumeBoolean();
    String word = data.consumeRemainingAsString();
    try {
      if (heredoc) {
        WordExpander.expandHeredoc(word, VARIABLES::get);
      } else {
        new WordExpander(escape).expand(word, VARIABLES::get);
      }
    } catch (BaciException expected) {
      requireMessage(expected);
    }
  }

  @FuzzTest
  void mounts(FuzzedDataProvider data) {
    try {
      MountSpec.parse(data.consumeRemainingAsString(), UnaryOperator.identity());
    } catch (BaciException expected) {
      requireMessage(expected);
    }
  }

  private static void requireMessage(BaciException e) {
    if (e.getMessage() == null || e.getMessage().isBlank()) {
      throw new AssertionError("no message", e);
    }
  }
}
