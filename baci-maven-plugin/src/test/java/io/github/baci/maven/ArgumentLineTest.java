package io.github.baci.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BaciException;
import java.util.List;
import org.codehaus.plexus.util.cli.CommandLineUtils;
import org.junit.jupiter.api.Test;

class ArgumentLineTest {

  @Test
  void blanksSeparateArguments() {
    assertThat(ArgumentLine.append(null, "  a  b\tc ")).containsExactly("a", "b", "c");
  }

  @Test
  void quotesHoldAnArgumentTogether() {
    assertThat(ArgumentLine.append(null, "'select 1' a\"b 'c\"d ''"))
        .containsExactly("select 1", "ab 'cd", "");
  }

  @Test
  void aBackslashTakesTheMeaningFromWhatFollows() {
    assertThat(ArgumentLine.append(null, "a\\ b \\' \\\\ \"\\\"\\\\\\n\" '\\n'"))
        .containsExactly("a b", "'", "\\", "\"\\\\n", "\\n");
    assertThatThrownBy(() -> ArgumentLine.append(null, "a \\"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("backslash");
  }

  @Test
  void whatTheLibrarysSplitterLosesIsKept() throws Exception {
    String line = "'' a\tb c\\ d";

    assertThat(ArgumentLine.append(null, line)).containsExactly("", "a", "b", "c d");
    // Where this fails, the library has changed, and may do the work.
    assertThat(CommandLineUtils.translateCommandline(line)).containsExactly("a\tb", "c\\", "d");
  }

  @Test
  void theLineFollowsTheList() {
    assertThat(ArgumentLine.append(List.of("x y"), "z")).containsExactly("x y", "z");
    assertThat(ArgumentLine.append(null, null)).isEmpty();
  }

  @Test
  void aQuoteMustBeClosed() {
    assertThatThrownBy(() -> ArgumentLine.append(null, "say 'hello"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("say 'hello");
  }
}
