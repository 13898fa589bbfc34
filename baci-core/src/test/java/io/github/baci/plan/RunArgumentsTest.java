package io.github.baci.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RunArgumentsTest {
  private final RunArguments arguments = new RunArguments();

  @Test
  void withoutArgumentsThereIsNothingButTheCommand() {
    arguments.change("ENV_ALONE", "x");

    assertThat(arguments.history(List.of("make"))).isEqualTo("RUN make # buildkit");
  }

  @Test
  void argumentsStandInTheOrderOfTheirDeclaration() {
    arguments.set("B", "1");
    assertThat(arguments.history(List.of("make"))).isEqualTo("RUN |1 B=1 make # buildkit");

    arguments.set("A", "");
    assertThat(arguments.history(List.of("make", "all")))
        .isEqualTo("RUN |2 B=1 A= make all # buildkit");
  }

  @Test
  void aValueThatChangedStandsInItsOldPlace() {
    arguments.set("A", "1");
    arguments.set("B", "2");
    arguments.change("A", "3");
    assertThat(arguments.history(List.of("make"))).isEqualTo("RUN |2 A=3 B=2 make # buildkit");

    arguments.set("B", "4");
    arguments.set("C", "5");
    assertThat(arguments.history(List.of("make"))).isEqualTo("RUN |3 A=3 B=4 C=5 make # buildkit");
  }
}
