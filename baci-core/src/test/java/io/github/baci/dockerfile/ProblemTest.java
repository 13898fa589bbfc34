package io.github.baci.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemTest {
  private static String shown(List<String> lines) {
    return new Problem("Dockerfile", new Position(3, 1), 3, lines, "it is wrong").toString();
  }

  @Test
  void theLinesConcernedAreShown() {
    assertThat(shown(List.of("RUN a \\", "", "  b")))
        .isEqualTo(
            """
            Dockerfile:3:1: it is wrong
               3 | >>> RUN a \\
               4 | >>>
               5 | >>>   b\
            """);
  }

  @Test
  void ofMillionsOfLinesTheFirstAreShown() {
    assertThat(shown(Collections.nCopies(41, "x")).lines()).hasSize(42);
    assertThat(shown(Collections.nCopies(5_000_000, "x")).lines())
        .hasSize(42)
        .endsWith("  42 | >>> x", "     ... and 4,999,960 more lines");
  }

  @Test
  void ofLongLinesTheBeginningIsShown() {
    assertThat(shown(List.of("y".repeat(1000)))).endsWith("y");
    assertThat(shown(List.of("y".repeat(1001)))).hasSizeLessThan(1100).endsWith("y…");
  }

  @Test
  void ofLongMessagesBothEndsAreShown() {
    Problem problem =
        new Problem(
            "Dockerfile",
            new Position(1, 1),
            1,
            List.of(),
            "unknown: " + "w".repeat(80_000) + " (mend it)");

    assertThat(problem.message())
        .hasSizeLessThan(8100)
        .startsWith("unknown: www")
        .contains("w… (72,019 characters) …w")
        .endsWith("www (mend it)");
    assertThat(problem.withMessage("x".repeat(8000)).message()).isEqualTo("x".repeat(8000));
  }
}
