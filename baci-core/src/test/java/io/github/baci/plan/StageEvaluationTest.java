package io.github.baci.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.baci.api.BaciException;
import io.github.baci.dockerfile.DockerfileException;
import io.github.baci.image.ImageConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StageEvaluationTest {

  @Test
  void runSeesEnvAndExportedArgumentsTheLaterOneWinning() throws Exception {
    StagePlan stage =
        new Plans()
            .arg("MODE", "fast")
            .evaluate("FROM a", "ARG MODE=slow", "ARG UNSET", "ENV A=1", "ARG A=2", "RUN make")
            .target();
    RunStep run = (RunStep) stage.steps().get(4);
    assertThat(run.env())
        .containsExactlyInAnyOrderEntriesOf(Map.of("PATH", "/bin", "MODE", "fast", "A", "2"));
    assertThat(stage.config().env()).containsEntry("A", "1").doesNotContainKey("MODE");
    assertThat(run.head().createdBy())
        .isEqualTo("RUN |3 MODE=fast UNSET= A=2 /bin/sh -c make # buildkit");
  }

  @Test
  void proxiesReachRunInBothCasesButNoHistory() throws Exception {
    RunStep with = new Plans().arg("HTTPS_proxy", "http://p").run("FROM a", "RUN x");
    assertThat(with.environment())
        .containsEntry("HTTPS_PROXY", "http://p")
        .containsEntry("https_proxy", "http://p");
    assertThat(with.head().createdBy()).doesNotContain("http://p");
  }

  @Test
  void envWinsOverAProxyOfTheCaller() throws Exception {
    RunStep run = new Plans().arg("NO_PROXY", "x").run("FROM a", "ENV NO_PROXY=y", "RUN z");
    assertThat(run.environment()).containsEntry("NO_PROXY", "y").containsEntry("no_proxy", "x");
  }

  @Test
  void heredocOfACopyIsAFile() throws Exception {
    List<Step> copy = new Plans().steps("FROM a", "COPY <<E /f", "one", "E");
    assertThat(((CopyStep) copy.get(0)).inlineFiles())
        .containsExactly(new InlineFile("E", "one\n"));
  }

  @Test
  void heredocWithInterpreterBecomesAScript() throws Exception {
    RunStep run = new Plans().run("FROM a", "RUN <<E", "#!/usr/bin/env python3", "print(1)", "E");
    assertThat(run.command()).containsExactly("/bin/sh", "-c", "/dev/pipes/E");
    assertThat(run.scripts())
        .containsExactly(
            new RunStep.ScriptFile("/dev/pipes/E", "#!/usr/bin/env python3\nprint(1)\n"));
  }

  @Test
  void stageInheritsConfigVariablesAndArgumentsOfItsBaseStage() throws Exception {
    RunStep run =
        new Plans()
            .run(
                "FROM a AS one",
                "ARG V=1",
                "USER u",
                "WORKDIR /w",
                "SHELL [\"bash\",\"-c\"]",
                "FROM one",
                "WORKDIR sub$V",
                "RUN id");
    assertThat(run.user()).isEqualTo("u");
    assertThat(run.workingDirectory()).isEqualTo("/w/sub1");
    assertThat(run.command()).containsExactly("bash", "-c", "id");
    assertThat(run.env()).containsEntry("V", "1");
  }

  @Test
  void entrypointForgetsAnInheritedCommandOnly() throws Exception {
    ImageConfig base = ImageConfig.EMPTY.toBuilder().cmd(Optional.of(List.of("x"))).build();
    assertThat(
            new Plans().base(base).evaluate("FROM a", "ENTRYPOINT [\"e\"]").target().config().cmd())
        .isEmpty();
    assertThat(
            new Plans()
                .evaluate("FROM a", "CMD [\"c\"]", "ENTRYPOINT [\"e\"]")
                .target()
                .config()
                .cmd())
        .contains(List.of("c"));
  }

  @Test
  void triggersOfTheBaseRunFirstAndAreForgotten() throws Exception {
    ImageConfig base =
        ImageConfig.EMPTY.toBuilder().onBuild(List.of("COPY . /src", "ENV T=1")).build();
    StagePlan stage = new Plans().base(base).evaluate("FROM a", "ENV U=$T").target();
    assertThat(stage.steps().get(0)).isInstanceOf(CopyStep.class);
    assertThat(stage.steps().get(0).head().display()).isEqualTo("ONBUILD COPY . /src");
    assertThat(stage.config().env()).containsEntry("U", "1");
    assertThat(stage.config().onBuild()).isEmpty();
  }

  @Test
  void triggerOfAnImageCanNeedAStageThatNothingElseNeeds() throws Exception {
    ImageConfig base =
        ImageConfig.EMPTY.toBuilder().onBuild(List.of("COPY --from=files /f /f")).build();
    BuildPlan plan = new Plans().plan("FROM scratch AS files", "FROM a");
    assertThat(plan.stages()).hasSize(1);
    assertThat(plan.evaluate(input -> base).stages()).containsOnlyKeys(0, 1);
  }

  @Test
  void brokenTriggerIsAFaultOfTheFrom() {
    ImageConfig base = ImageConfig.EMPTY.toBuilder().onBuild(List.of("FOO x")).build();
    assertThatThrownBy(() -> new Plans().base(base).evaluate("# c", "FROM a"))
        .isInstanceOf(DockerfileException.class)
        .hasMessageStartingWith("Dockerfile:2:1: ");
  }

  @Test
  void faultsOfAllInstructionsAreToldTogether() {
    assertThatThrownBy(
            () ->
                new Plans()
                    .evaluate("FROM a", "EXPOSE 99999", "STOPSIGNAL SIGNO", "COPY --chmod=9 a b"))
        .isInstanceOfSatisfying(
            DockerfileException.class,
            e ->
                assertThat(e.problems())
                    .extracting(problem -> problem.position().line())
                    .containsExactly(2, 3, 4));
  }

  @Test
  void destinationRemembersThatItIsADirectory() throws Exception {
    List<Step> steps =
        new Plans()
            .steps(
                "FROM a", "WORKDIR /w", "COPY a .", "COPY a b", "COPY a /x/../y/", "COPY a /z/.");
    assertThat(steps.stream().skip(1).map(step -> ((CopyStep) step).placement().destination()))
        .containsExactly(
            new Destination("/w", true),
            new Destination("/w/b", false),
            new Destination("/y", true),
            new Destination("/z", true));
  }

  @Test
  void copyKnowsTheNumberOfTheStageThatItNames() throws Exception {
    List<Step> steps = new Plans().steps("FROM c", "FROM a AS y", "FROM b", "COPY --from=y f g");
    assertThat(((CopyStep) steps.get(0)).from()).isEqualTo(new StageInput.Stage(1));
  }

  @Test
  void mountsGetTheirDefaults() throws Exception {
    RunStep run =
        new Plans()
            .arg("BUILDKIT_CACHE_MOUNT_NS", "ns")
            .run(
                "FROM a",
                "WORKDIR /w",
                "ENV D=m2",
                "RUN --mount=type=cache,target=$D --mount=type=secret,id=dir/key"
                    + " --mount=type=secret,id=t,env=TOKEN --mount=type=ssh --mount=target=/ctx,rw"
                    + " x");
    assertThat(run.mounts())
        .containsExactly(
            new Mount.Cache(
                "/w/m2",
                "ns/m2",
                new StageInput.Scratch(),
                "/",
                io.github.baci.dockerfile.MountSpec.Sharing.SHARED,
                false,
                new Mount.Cache.Access(0755, 0, 0)),
            new Mount.Secret(
                "dir/key", Optional.of("/run/secrets/key"), Optional.empty(), 0400, 0, 0, false),
            new Mount.Secret("t", Optional.empty(), Optional.of("TOKEN"), 0400, 0, 0, false),
            new Mount.Ssh("default", "/run/buildkit/ssh_agent.0", 0600, 0, 0, false),
            new Mount.Bind("/ctx", new StageInput.Context(), "/", false));
  }

  @Test
  void rootNeedsNoDirectoryAndOtherWorkdirsBelongToTheUser() throws Exception {
    StagePlan stage =
        new Plans().evaluate("FROM a", "WORKDIR /", "USER app", "WORKDIR /x/./y/").target();
    List<Step> steps = stage.steps();
    assertThat(steps.get(0)).isInstanceOf(ConfigStep.class);
    WorkdirStep step = (WorkdirStep) steps.get(2);
    assertThat(step.path()).isEqualTo("/x/y");
    assertThat(step.user()).isEqualTo("app");
    assertThat(stage.config().workingDir()).isEqualTo("/x/./y/");
  }

  @Test
  void scratchStartsWithAPathAndTheRoot() throws Exception {
    ImageConfig config = new Plans().evaluate("FROM scratch").target().config();
    assertThat(config.env()).isEqualTo(Map.of("PATH", ImageConfig.DEFAULT_PATH));
    assertThat(config.workingDir()).isEqualTo("/");
  }

  @Test
  void labelsOfTheCallerWinInTheResult() throws Exception {
    EvaluatedPlan plan = new Plans().label("l", "mine").evaluate("FROM a", "LABEL l=file m=file");
    assertThat(plan.target().config().labels()).isEqualTo(Map.of("l", "mine", "m", "file"));
  }

  @Test
  void everyInstructionLeavesALineOfHistory() throws Exception {
    Instant time = Instant.ofEpochSecond(3);
    ImageConfig config =
        new Plans()
            .timestamp(time)
            .evaluate("FROM a", "ENV a=b", "COPY --chown=1 x /y", "CMD [\"q\",\"r\"]")
            .target()
            .config();
    assertThat(config.history())
        .extracting(ImageConfig.History::createdBy)
        .containsExactly("ENV a=b", "COPY --chown=1 x /y # buildkit", "CMD [\"q\" \"r\"]");
    assertThat(config.history())
        .extracting(ImageConfig.History::emptyLayer)
        .containsExactly(true, false, true);
    assertThat(config.history()).allMatch(line -> line.created().equals(Optional.of(time)));
  }

  @Test
  void imageThatCannotBeHadIsAFaultOfTheInstructionThatNamesIt() {
    BuildPlan plan = new Plans().plan("FROM a AS build", "FROM scratch", "COPY --from=biuld f f");
    assertThatThrownBy(
            () ->
                plan.evaluate(
                    input -> {
                      throw new BaciException("not found");
                    }))
        .hasMessageContaining(
            "Dockerfile:3:13: biuld is no stage (did you mean build?); as an image: biuld: not"
                + " found");
  }

  @Test
  void copyTakesNoUrls() {
    assertThatThrownBy(() -> new Plans().evaluate("FROM a", "COPY https://h/f /f"))
        .hasMessageContaining("source can't be a URL for COPY");
  }

  @Test
  void addTellsItsSourcesApart() throws Exception {
    AddStep add =
        (AddStep)
            new Plans().steps("FROM a", "ADD f.tar https://h/x git@h:r.git?tag=v1#:sub /d/").get(0);
    assertThat(add.sources().get(0)).isEqualTo(new AddSource.Local("f.tar"));
    assertThat(add.sources().get(1)).isEqualTo(new AddSource.Http("https://h/x"));
    GitSource git = (GitSource) add.sources().get(2);
    assertThat(git.remote()).isEqualTo("git@h:r.git");
    assertThat(git.ref()).contains("refs/tags/v1");
    assertThat(git.subdirectory()).contains("sub");
  }

  @Test
  void eachPortIsExposedOnceByEachProtocolAndNoMore() throws Exception {
    String all = "EXPOSE 1-65535 1-65535/udp 1-65535/sctp";

    new Plans().evaluate("FROM a", all);

    assertThatThrownBy(() -> new Plans().evaluate("FROM a", all, "EXPOSE 80"))
        .hasMessageContaining(
            "Dockerfile:3:8: more than 196,605 ports are exposed, which is each of them by each"
                + " protocol; name each once");
  }

  @Test
  void amongThousandsOfVariablesNoneIsSuggested() throws Exception {
    List<String> lines = new java.util.ArrayList<>(List.of("FROM a"));
    for (int i = 0; i < 20_000; i++) {
      lines.add("ENV a%d=$a%dx".formatted(i, i));
    }

    // held to all others, each of the unset ones would take as long as all of the rest
    assertTimeoutPreemptively(
        Duration.ofSeconds(60), () -> new Plans().evaluate(lines.toArray(String[]::new)));
  }
}
