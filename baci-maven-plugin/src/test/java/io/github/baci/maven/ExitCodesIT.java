package io.github.baci.maven;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.baci.testing.BusyboxBase;
import io.github.baci.testing.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Provokes each row of the table of exit codes in {@code docs/contracts.md}. What a fault of baci
 * itself looks like is held by {@link GuardedMojoTest}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExitCodesIT {
  private final MavenRun maven = MavenRun.asMyself();
  private Path project;

  @BeforeAll
  void buildAnImage() throws IOException {
    project =
        maven.project(
            "codes",
            """
            FROM oci-layout://base:latest
            ENV COLOR red
            ENTRYPOINT ["/bin/sh", "-c"]
            """);
    Command.of("cp", "-r", BusyboxBase.image().layout().toString())
        .with(project.resolve("base").toString())
        .succeed();
    Files.writeString(project.resolve("Wrong"), "FROM scratch\nRNU true\n");
    Files.writeString(
        project.resolve("Strict"), "# check=error=true\nFROM scratch\nENV COLOR red\n");

    assertThat(maven.command(project, "package").run().exitCode()).isZero();
  }

  @AfterAll
  void deleteAll() {
    maven.close();
  }

  @Test
  void goalsThatDidWhatTheyAreForOrHadNothingToDoGiveZero() {
    Command.Result result =
        maven
            .command(
                project,
                "baci:build",
                "baci:check",
                "-Dbaci.dockerfile=None",
                "-Dbaci.skipWithoutDockerfile=true")
            .run();

    assertThat(result.output()).contains("Skipped: there is no ");
    assertThat(result.exitCode()).isZero();
    assertThat(maven.command(project, "baci:run", "-Dbaci.args=true").run().exitCode()).isZero();
  }

  @Test
  void whatTheUserCanMendIsOneMessageWithoutAStackTrace() {
    Command.Result result = maven.command(project, "baci:inspect", "-Dbaci.image=none.aci").run();

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.output().lines().filter(line -> line.contains("none.aci")))
        .singleElement()
        .asString()
        .startsWith("[ERROR] Failed to execute goal");
    assertThat(result.output()).doesNotContain("\tat ", "fault of baci");
  }

  @Test
  void aCheckThatFailsWritesItsReportAllTheSame() throws IOException {
    assertThat(reported("warnings", "-Dbaci.check.failOnWarning"))
        .isEqualTo("LegacyKeyValueFormat");
    assertThat(reported("warnings", "-Dbaci.dockerfile=Strict")).isEqualTo("LegacyKeyValueFormat");
    assertThat(reported("errors", "-Dbaci.dockerfile=Wrong")).isEqualTo("2");
  }

  /** Returns the rule of the first warning, or the line of the first error. */
  private String reported(String kind, String argument) throws IOException {
    Path report = project.resolve("report.json");
    Files.deleteIfExists(report);

    Command.Result result =
        maven
            .command(
                project,
                "baci:check",
                "-Dbaci.check.format=json",
                "-Dbaci.check.outputFile=" + report,
                argument)
            .run();

    assertThat(result.exitCode()).as(argument).isEqualTo(1);
    return new ObjectMapper()
        .readTree(report.toFile())
        .get(kind)
        .get(0)
        .get(kind.equals("warnings") ? "rule" : "line")
        .asText();
  }

  @Test
  void anApplicationThatFailsIsToldWithItsExitCode() {
    assertThat(failed("exit 7")).endsWith("codes-1.aci ended with exit code 7");
    assertThat(failed("exit 255")).endsWith("codes-1.aci ended with exit code 255");
  }

  /** Returns the message of a run that fails, without the number that Maven puts behind it. */
  private String failed(String program) {
    Command.Result result =
        maven.command(project, "baci:run", "-Dbaci.args='" + program + "'").run();

    assertThat(result.exitCode()).as(program).isEqualTo(1);
    return result
        .output()
        .lines()
        .filter(line -> line.startsWith("[ERROR] Failed to execute goal"))
        .findFirst()
        .orElse("")
        .replaceAll(" -> \\[Help 1]$", "");
  }
}
