package io.github.baci.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.dockerfile.Instruction.Copy;
import io.github.baci.dockerfile.Instruction.OnBuild;
import io.github.baci.dockerfile.Instruction.Run;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeredocTest {

  private static List<Instruction> stage(String text) {
    return DockerfileParser.parse("Dockerfile", "FROM scratch\n" + text)
        .stages()
        .get(0)
        .instructions();
  }

  @Test
  void aLoneHeredocIsTheScript() {
    Run run = (Run) stage("RUN <<END\necho 1\n  # kept \\\nEND\n").get(0);
    assertThat(run.effectiveCommand()).isEqualTo(new CommandLine.Shell("echo 1\n  # kept \\\n"));
    assertThat(run.origin().endLine()).isEqualTo(5);
  }

  @Test
  void aBodyThatNamesItsInterpreterIsAFile() {
    Run run = (Run) stage("RUN <<-'job.py'\n\t#!/usr/bin/python3\n\tprint(1)\n\tjob.py\n").get(0);
    assertThat(run.effectiveCommand())
        .isEqualTo(new CommandLine.Script("job.py", "#!/usr/bin/python3\nprint(1)\n"));
  }

  @Test
  void aHeredocInACommandIsLeftToTheShell() {
    Run run = (Run) stage("RUN cat <<-A <<B > x\n\t1\n\tA\n2\nB\n").get(0);
    assertThat(run.heredocs()).extracting(Heredoc::name).containsExactly("A", "B");
    assertThat(run.effectiveCommand())
        .isEqualTo(new CommandLine.Shell("cat <<-A <<B > x\n\t1\nA\n2\nB"));
  }

  @Test
  void copiesMakeFilesOfHeredocs() {
    Copy copy = (Copy) stage("COPY a <<b.txt <<-\"c\" /d/\r\n$x\r\nb.txt\r\n\ty\nc\n").get(0);
    assertThat(copy.transfer().sources()).containsExactly("a");
    assertThat(copy.transfer().inlineFiles())
        .containsExactly(
            new Heredoc("b.txt", 0, true, false, "$x\r\n"),
            new Heredoc("c", 0, false, true, "\ty\n"));
    assertThat(copy.transfer().inlineFiles().get(1).content()).isEqualTo("y\n");
  }

  @Test
  void fileDescriptorsAndBlanksBelongToTheWord() {
    Run run = (Run) stage("RUN cmd 3<<  E\nx\nE\n").get(0);
    assertThat(run.heredocs()).containsExactly(new Heredoc("E", 3, true, false, "x\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"'<<E'", "\"<<E\"", "\\<\\<E", "<<<E", "$((1<<2))", "<<", "[\"<<E\"]", "a'<<E"})
  void otherWordsOpenNothing(String word) {
    List<Instruction> stage = stage("RUN " + word + "\nUSER next\n");
    assertThat(stage).hasSize(2);
    assertThat(((Run) stage.get(0)).heredocs()).isEmpty();
  }

  @Test
  void instructionsWithoutHeredocsTakeTheWordAsItIs() {
    assertThat(stage("CMD cat <<E\nUSER a\n")).hasSize(2);
  }

  @Test
  void triggersKeepTheirBodies() {
    OnBuild onBuild = (OnBuild) stage("ONBUILD RUN <<E \\\n  cat\nx\nE\n").get(0);
    assertThat(onBuild.trigger()).isEqualTo("RUN <<E   cat\nx\nE");
    Origin from = DockerfileParser.parse("F", "FROM a").stages().get(0).from().origin();
    Run run = (Run) DockerfileParser.parseTrigger(onBuild.trigger(), from);
    assertThat(run.heredocs()).extracting(Heredoc::body).containsExactly("x\n");
    assertThat(run.origin().keyword()).isEqualTo("RUN");
    assertThat(run.origin().file()).isEqualTo("F");
  }

  @Test
  void aMissingEndIsReportedWhereTheHeredocBegins() {
    assertThatThrownBy(() -> stage("RUN cat <<END\nx\n"))
        .isInstanceOf(DockerfileException.class)
        .hasMessageStartingWith("Dockerfile:2:9: unterminated heredoc")
        .hasMessageContaining("3 | >>> x");
  }
}
