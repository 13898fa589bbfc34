package io.github.baci.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.api.BuildListener.StepId;
import io.github.baci.container.RunResult;
import io.github.baci.plan.Plans;
import io.github.baci.plan.RunStep;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunFailureTest {

  @Test
  void theStepTheCodeAndTheLastLinesAreTold() throws Exception {
    assertThat(failure(127, "sh: mk: not found"))
        .contains("\"/bin/sh -c x\" did not complete successfully: exit code: 127, the command was")
        .contains("(stage build, step 2 of 3); its last lines were:\n    sh: mk: not found");
    assertThat(failure(1)).contains("; it wrote nothing\n");
    assertThat(failure(143)).contains("exit code: 143, it was killed by signal 15");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "chown: changing ownership of '/f': Invalid argument",
        "chown: /f: Invalid argument",
        "tar: f: Cannot change ownership to uid 3000000, gid 3000000: Invalid argument",
        "cp: failed to preserve ownership for '/f': Invalid argument",
      })
  void whereAnIdIsNotThereTheRangeIsNamed(String line) throws Exception {
    assertThat(failure(1, "before", line)).contains("the user's range in /etc/subuid");
  }

  @Test
  void otherArgumentsAreNotTakenForIds() throws Exception {
    assertThat(failure(1, "dd: /f: Invalid argument", "chown: /f: No such file or directory"))
        .doesNotContain("/etc/subuid");
  }

  @Test
  void wantOfSpaceNamesTheStore() throws Exception {
    assertThat(failure(1, "cp: error writing '/f': No space left on device"))
        .contains("no space left in the store '/the/store'");
  }

  private static String failure(int exitCode, String... lines) throws InterruptedException {
    RunStep step = new Plans().run("FROM a AS build", "RUN x");
    return RunFailure.of(
            new StepId("build", 2, 3, "RUN x"),
            step,
            new RunResult(exitCode, Optional.empty(), false),
            List.of(lines),
            Path.of("/the/store"))
        .getMessage();
  }
}
