package io.github.baci.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.Map;
import org.junit.jupiter.api.Test;

class VariablesTest {
  private final Variables variables = new Variables(Map.of("PATH", "/bin"));

  @Test
  void aSnapshotKeepsWhatWasThen() {
    variables.put("A", "1");
    Map<String, String> then = variables.snapshot();
    variables.put("A", "2");
    variables.put("B", "3");

    assertThat(then).containsExactly(entry("PATH", "/bin"), entry("A", "1"));
    assertThat(variables.snapshot())
        .containsExactly(entry("PATH", "/bin"), entry("A", "2"), entry("B", "3"));
  }

  @Test
  void aVariableThatIsSetAgainKeepsItsPosition() {
    variables.put("A", "1");
    variables.put("PATH", "/usr/bin");

    assertThat(variables.snapshot()).containsExactly(entry("PATH", "/usr/bin"), entry("A", "1"));
  }

  @Test
  void whatIsThereIsNotReplacedByADefault() {
    variables.putIfAbsent("PATH", "/none");
    variables.putIfAbsent("A", "1");

    assertThat(variables.get("PATH")).isEqualTo("/bin");
    assertThat(variables.get("A")).isEqualTo("1");
  }

  @Test
  void aProcessSeesNoVariableWithoutAName() {
    variables.put("", "x");

    assertThat(variables.asMap()).containsKey("");
    assertThat(variables.snapshot()).containsOnlyKeys("PATH");
  }

  @Test
  void aSnapshotCannotBeChanged() {
    Map<String, String> then = variables.snapshot();

    assertThatThrownBy(() -> then.put("A", "1")).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(then::clear).isInstanceOf(UnsupportedOperationException.class);
  }
}
