package io.github.baci.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.api.NetworkMode;
import io.github.baci.dockerfile.Instruction.Arg;
import io.github.baci.dockerfile.Instruction.Cmd;
import io.github.baci.dockerfile.Instruction.Copy;
import io.github.baci.dockerfile.Instruction.Entrypoint;
import io.github.baci.dockerfile.Instruction.Env;
import io.github.baci.dockerfile.Instruction.Expose;
import io.github.baci.dockerfile.Instruction.Label;
import io.github.baci.dockerfile.Instruction.Run;
import io.github.baci.dockerfile.Instruction.Volume;
import io.github.baci.dockerfile.Instruction.Workdir;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DockerfileParserTest {

  private static Dockerfile parse(String... lines) {
    return DockerfileParser.parse("Dockerfile", String.join("\n", lines) + "\n");
  }

  private static Instruction only(String... lines) {
    Dockerfile dockerfile =
        DockerfileParser.parse("Dockerfile", "FROM scratch\n" + String.join("\n", lines) + "\n");
    assertThat(dockerfile.stages()).hasSize(1);
    assertThat(dockerfile.stages().get(0).instructions()).hasSize(1);
    return dockerfile.stages().get(0).instructions().get(0);
  }

  @Test
  void stagesHoldWhatFollowsTheirFrom() {
    Dockerfile dockerfile =
        parse(
            "ARG jdk=21",
            "FROM maven:${jdk} AS Compile",
            "RUN mvn package",
            "FROM --platform=linux/arm64 temurin",
            "COPY --from=compile /a.jar /",
            "USER 7");
    assertThat(dockerfile.globalArgs())
        .singleElement()
        .satisfies(
            arg ->
                assertThat(arg.declarations())
                    .containsExactly(
                        new Arg.Declaration("jdk", Optional.of("21"), Optional.empty())));
    Stage first = dockerfile.stages().get(0);
    assertThat(first.from().image()).isEqualTo("maven:${jdk}");
    assertThat(first.from().name()).contains("compile");
    assertThat(first.from().as()).contains(new Instruction.From.As("AS", "Compile"));
    assertThat(first.instructions()).hasSize(1);
    Stage second = dockerfile.stages().get(1);
    assertThat(second.from().platform()).contains("linux/arm64");
    assertThat(second.from().name()).isEmpty();
    assertThat(second.instructions()).hasSize(2);
    assertThat(second.instructions().get(0).origin().startLine()).isEqualTo(5);
  }

  @Test
  void continuationLinesAreJoinedWithoutTheirEscape() {
    Run run = (Run) only("RUN first && \\", "# a remark", "   second \\  ", "", "&& third");
    assertThat(run.command()).isEqualTo(new CommandLine.Shell("first &&    second && third"));
    assertThat(run.origin().startLine()).isEqualTo(2);
    assertThat(run.origin().endLine()).isEqualTo(6);
  }

  @Test
  void anEmptyLineInAContinuationIsWarnedOf() {
    Dockerfile dockerfile = parse("FROM a", "RUN b \\", "", "c");
    assertThat(dockerfile.warnings())
        .singleElement()
        .satisfies(
            warning -> {
              assertThat(warning.rule()).isEqualTo("NoEmptyContinuation");
              assertThat(warning.line()).isEqualTo(4);
            });
  }

  @Test
  void twoEscapesAtTheEndOfALineAreNoContinuation() {
    Dockerfile dockerfile = parse("FROM a", "RUN dir C:\\\\", "USER b");
    assertThat(dockerfile.stages().get(0).instructions()).hasSize(2);
  }

  @Test
  void theEscapeDirectiveChangesTheContinuation() {
    Dockerfile dockerfile = parse("# Escape = `", "FROM a", "RUN dir C:\\", "RUN b `", " c");
    assertThat(dockerfile.directives().escape()).isEqualTo('`');
    assertThat(dockerfile.stages().get(0).instructions())
        .extracting(i -> ((Run) i).command())
        .containsExactly(new CommandLine.Shell("dir C:\\"), new CommandLine.Shell("b  c"));
  }

  @Test
  void directivesEndAtTheFirstOtherLine() {
    Dockerfile dockerfile =
        parse("# syntax=docker/dockerfile:1 x", "# check=skip=all y", "", "# escape=`", "FROM a");
    assertThat(dockerfile.directives().escape()).isEqualTo('\\');
    assertThat(dockerfile.directives().syntax())
        .contains(new Directives.Syntax("docker/dockerfile:1", "docker/dockerfile:1 x", 1));
    assertThat(dockerfile.directives().check())
        .contains(new Directives.Check("skip=all", "skip=all y", 2));
  }

  @Test
  void theSyntaxMayStandBelowAShebang() {
    assertThat(parse("#!/usr/bin/env docker", "# syntax=x", "FROM a").directives().syntax())
        .contains(new Directives.Syntax("x", "x", 2));
  }

  @Test
  void byteOrderMarkAndCarriageReturnsAreNoPartOfInstructions() {
    Dockerfile dockerfile =
        DockerfileParser.parse("Dockerfile", "\uFEFFFROM a\r\nRUN b \\\r\n  c\r\nUSER d\r\n");
    assertThat(dockerfile.stages().get(0).from().image()).isEqualTo("a");
    assertThat(dockerfile.stages().get(0).instructions().get(0))
        .extracting(i -> ((Run) i).command())
        .isEqualTo(new CommandLine.Shell("b   c"));
  }

  @Test
  void jsonArraysAreTheExecForm() {
    Run run = (Run) only("RUN [\"echo\", \"a b\", \"\\u00e9\\n\"]");
    assertThat(run.command()).isEqualTo(new CommandLine.Exec(List.of("echo", "a b", "\u00e9\n")));
    assertThat(((Entrypoint) only("ENTRYPOINT []")).command())
        .isEqualTo(new CommandLine.Exec(List.of()));
  }

  @Test
  void whatIsNearlyJsonIsTheShellForm() {
    assertThat(((Cmd) only("CMD ['a', 'b']")).command())
        .isEqualTo(new CommandLine.Shell("['a', 'b']"));
    assertThat(((Cmd) only("CMD [\"a\",]")).command()).isEqualTo(new CommandLine.Shell("[\"a\",]"));
    assertThat(((Cmd) only("CMD [\"a\"] b")).command())
        .isEqualTo(new CommandLine.Shell("[\"a\"] b"));
  }

  @Test
  void transfersKeepTheirOptionsUnexpanded() {
    Copy copy =
        (Copy)
            only(
                "COPY --link --from=base --chown=$U:$G --chmod=u+x --exclude=*.md"
                    + " --exclude='a b' --parents x y/ $DEST");
    assertThat(copy.from()).contains("base");
    assertThat(copy.parents()).isTrue();
    assertThat(copy.transfer())
        .isEqualTo(
            new FileInstruction(
                List.of("x", "y/"),
                List.of(),
                "$DEST",
                Optional.of("$U:$G"),
                Optional.of("u+x"),
                true,
                List.of("*.md", "a b")));
  }

  @Test
  void addTellsOptionsThatAreOffFromThoseThatAreMissing() {
    Instruction.Add add = (Instruction.Add) only("ADD --unpack=False --checksum=sha256:0 a b");
    assertThat(add.unpack()).contains(false);
    assertThat(add.keepGitDir()).isEmpty();
    assertThat(add.checksum()).contains("sha256:0");
  }

  @Test
  void environmentKeepsQuotesAndEscapesOfItsValues() {
    assertThat(((Env) only("ENV a=\"b c\" d=e\\ f g=$h")).pairs())
        .containsExactly(
            new Instruction.Pair("a", "\"b c\"", false),
            new Instruction.Pair("d", "e\\ f", false),
            new Instruction.Pair("g", "$h", false));
  }

  @Test
  void theLegacyFormTakesTheRestOfTheLine() {
    assertThat(((Label) only("LABEL who   me  and=you ")).pairs())
        .containsExactly(new Instruction.Pair("who", "me  and=you", true));
  }

  @Test
  void descriptionsComeFromTheCommentsAbove() {
    Dockerfile dockerfile =
        parse(
            "# port old text",
            "#",
            "# port where it listens",
            "",
            "ARG port=1 path",
            "# base what all share",
            "FROM a AS base");
    assertThat(dockerfile.globalArgs().get(0).declarations())
        .extracting(Arg.Declaration::description)
        .containsExactly(Optional.of("where it listens"), Optional.empty());
    assertThat(dockerfile.stages().get(0).from().description()).contains("what all share");
  }

  @Test
  void argsTellAnEmptyDefaultFromNone() {
    assertThat(((Arg) only("ARG a= b c=\"d e\"")).declarations())
        .extracting(Arg.Declaration::value)
        .containsExactly(Optional.of(""), Optional.empty(), Optional.of("\"d e\""));
  }

  @Test
  void listsAreSplitOnBlanksAlone() {
    assertThat(((Volume) only("VOLUME /a \t /b")).paths()).containsExactly("/a", "/b");
    assertThat(((Volume) only("VOLUME [\" /a \", \"/b c\"]")).paths())
        .containsExactly("/a", "/b c");
    assertThat(((Expose) only("EXPOSE 90 80/udp")).ports()).containsExactly("80/udp", "90");
    assertThat(((Workdir) only("WORKDIR /a  b")).path()).isEqualTo("/a  b");
  }

  @Test
  void healthChecksHaveTheirTimes() {
    Instruction.HealthCheck health =
        (Instruction.HealthCheck)
            only("HEALTHCHECK --interval=1m30s --timeout=1.5s --retries=4 CMD curl -f x");
    assertThat(health.check().test()).containsExactly("CMD-SHELL", "curl -f x");
    assertThat(health.check().interval()).contains(Duration.ofSeconds(90));
    assertThat(health.check().timeout()).contains(Duration.ofMillis(1500));
    assertThat(health.check().startPeriod()).isEmpty();
    assertThat(health.check().retries()).contains(4);
    assertThat(((Instruction.HealthCheck) only("HEALTHCHECK none")).check().test())
        .containsExactly("NONE");
  }

  @Test
  void runKeepsItsMountsForThePlan() {
    Run run = (Run) only("RUN --mount=type=cache,target=$D --network=none --security=insecure ls");
    assertThat(run.mounts()).containsExactly("type=cache,target=$D");
    assertThat(run.network()).contains(NetworkMode.NONE);
    assertThat(run.security()).isEqualTo(Run.Security.INSECURE);
    assertThat(run.flagsUsed()).containsExactly("mount", "network", "security");
  }

  @Test
  void originsLeadFromWordsToColumns() {
    Dockerfile dockerfile = parse("FROM a", "  COPY src \\", "    $missing \\", "  /dest");
    Origin origin = dockerfile.stages().get(0).instructions().get(0).origin();
    assertThat(origin.position()).isEqualTo(new Position(2, 3));
    assertThat(origin.positionOf("src")).isEqualTo(new Position(2, 8));
    assertThat(origin.positionOf("$missing")).isEqualTo(new Position(3, 5));
    assertThat(origin.positionOf("/dest")).isEqualTo(new Position(4, 3));
    assertThat(origin.text()).isEqualTo("COPY src     $missing   /dest");
  }

  @Test
  void aWordIsNotTakenForAPartOfAnother() {
    Origin origin = only("ENV a=$AB b=$A").origin();
    assertThat(origin.positionOf("$A")).isEqualTo(new Position(2, 13));
  }
}
