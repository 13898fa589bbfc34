package io.github.baci.plan;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BaciException;
import io.github.baci.api.Platform;
import io.github.baci.dockerfile.DockerfileException;
import io.github.baci.dockerfile.Problem;
import io.github.baci.image.ImageException;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PlannerTest {

  @Test
  void onlyStagesThatTheTargetNeedsArePlanned() {
    BuildPlan plan =
        new Plans()
            .plan(
                "FROM golang AS tools",
                "FROM node AS web",
                "FROM tools AS server",
                "FROM debian",
                "COPY --from=server /bin/s /bin/s",
                "RUN --mount=from=maven:3,target=/m true");
    assertThat(plan.stages())
        .extracting(PlannedStage::label)
        .containsExactly("tools", "server", "stage-3");
    assertThat(plan.target().stages()).containsExactly(2);
    assertThat(plan.inputs())
        .containsExactly(
            new StageInput.Image("golang", Plans.AMD64),
            new StageInput.Image("debian", Plans.AMD64),
            new StageInput.Image("maven:3", Plans.AMD64));
  }

  @Test
  void targetIsFoundInAnyCase() {
    BuildPlan plan = new Plans().target("WEB").plan("FROM a AS web", "FROM b");
    assertThat(plan.target().label()).isEqualTo("web");
  }

  @Test
  void misspeltTargetIsSuggested() {
    assertThatThrownBy(() -> new Plans().target("sever").plan("FROM a AS server", "FROM b"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("target stage \"sever\" could not be found (did you mean server?)")
        .hasMessageEndingWith("; the stages with a name are server");
  }

  @Test
  void fromExpandsWithGlobalArgumentsAndTheCallersValues() {
    BuildPlan plan =
        new Plans()
            .arg("VERSION", "21")
            .plan("ARG VERSION=17", "ARG IMAGE=temurin:${VERSION}", "FROM ${IMAGE}-jre");
    assertThat(plan.target().base()).isEqualTo(new StageInput.Image("temurin:21-jre", Plans.AMD64));
  }

  @Test
  void partsOfAnImagesNameThatAreEmptyAreTraced() {
    assertThatThrownBy(
            () -> new Plans().plan("ARG TAG", "ARG REPO=app", "FROM ${REPO}:${TAG}${BUILD}"))
        .isInstanceOf(DockerfileException.class)
        .hasMessageContaining(
            "failed to parse stage name \"app:\": invalid reference format: ARGs TAG, BUILD are"
                + " empty in ${REPO}:${TAG}${BUILD}; give it a default");
    assertThatThrownBy(() -> new Plans().arg("TAG", "").plan("ARG TAG=1", "FROM scratch:$TAG"))
        .hasMessageContaining("\"scratch:\"")
        .hasMessageContaining("ARG TAG is empty in scratch:$TAG");
    assertThatThrownBy(() -> new Plans().arg("TAG", "a b").plan("ARG TAG", "FROM scratch:$TAG"))
        .hasMessageNotContaining("empty");
  }

  @Test
  void faultsOfMountsAreToldBeforeAnyBaseIsAskedFor() {
    assertThatThrownBy(
            () ->
                new Plans()
                    .plan(
                        "FROM a AS unused",
                        "RUN --mount=type=nothing true",
                        "FROM b AS app",
                        "RUN --mount=type=cache,target=$HOME/.m2,sharing=lockd \\",
                        "  --mount=from=later,target=/x true",
                        "ONBUILD RUN --mount=type=secrt true",
                        "FROM c AS later",
                        "FROM app"))
        .isInstanceOfSatisfying(
            DockerfileException.class,
            e ->
                assertThat(e.problems())
                    .extracting(Problem::message)
                    .containsExactlyInAnyOrder(
                        "unsupported sharing value \"lockd\" (did you mean locked?)",
                        "cannot mount from stage \"later\" to \"/x\", stage needs to be defined"
                            + " before current command",
                        "unsupported mount type \"secrt\" (did you mean secret?)"));
  }

  @Test
  void platformOfAStageComesFromItsFlagOrItsBase() {
    BuildPlan plan =
        new Plans()
            .plan("FROM --platform=linux/arm64 a AS arm64", "FROM arm64 AS next", "FROM next");
    assertThat(plan.target().platform()).isEqualTo(Platform.parse("linux/arm64"));
  }

  @Test
  void stageNameShadowsAnImageOnlyBelowTheStage() {
    BuildPlan plan = new Plans().plan("FROM alpine AS alpine", "FROM alpine");
    assertThat(plan.stages().get(0).base()).isInstanceOf(StageInput.Image.class);
    assertThat(plan.target().base()).isEqualTo(new StageInput.Stage(0));
  }

  @Test
  void namedContextReplacesImageAndStage() throws Exception {
    Plans plans = new Plans().context("debian", "oci-layout://d").context("tools", "../tools");
    EvaluatedPlan plan =
        plans.evaluate(
            "FROM golang AS tools", "RUN never", "FROM debian:latest", "COPY --from=tools /a /a");
    assertThat(plan.target().stage().base())
        .isEqualTo(new StageInput.Named("debian", "oci-layout://d", Plans.AMD64));
    assertThat(requireNonNull(plan.stages().get(0)).steps()).isEmpty();
    assertThat(requireNonNull(plan.stages().get(0)).stage().base())
        .isEqualTo(new StageInput.Named("tools", "../tools", Plans.AMD64));
  }

  @Test
  void namedContextCanBeAStage() {
    BuildPlan plan = new Plans().context("base", "stage://own").plan("FROM a AS own", "FROM base");
    assertThat(plan.target().base()).isEqualTo(new StageInput.Stage(0));
  }

  @Test
  void circleIsRefusedAtEachOfItsInstructions() {
    assertThatThrownBy(
            () ->
                new Plans()
                    .plan("FROM a AS x", "COPY --from=y f f", "FROM b AS y", "COPY --from=x f f"))
        .isInstanceOfSatisfying(
            DockerfileException.class,
            e ->
                assertThat(e.problems())
                    .extracting(problem -> problem.position().line())
                    .containsExactly(2, 4))
        .hasMessageContaining("circular dependency detected on stage: x");
  }

  @Test
  void laterStageCannotBeCopiedFrom() {
    assertThatThrownBy(
            () -> new Plans().plan("FROM a AS x", "COPY --from=y f f", "FROM b AS y", "FROM x"))
        .hasMessageContaining(
            "cannot copy from stage \"y\", it needs to be defined before current stage \"x\"");
  }

  @Test
  void unknownStageNumberIsRefusedEvenInAStageThatIsNotBuilt() {
    assertThatThrownBy(() -> new Plans().plan("FROM a", "COPY --from=7 f f", "FROM b"))
        .hasMessageContaining("invalid stage index 7");
  }

  @Test
  void faultsOfSeveralStagesAreToldTogether() {
    assertThatThrownBy(
            () ->
                new Plans()
                    .plan(
                        "FROM ${NOTHING} AS x",
                        "FROM Bad/Name AS y",
                        "FROM s",
                        "COPY --from=x a b",
                        "COPY --from=y a b"))
        .isInstanceOfSatisfying(
            DockerfileException.class, e -> assertThat(e.problems()).hasSize(2));
  }

  @Test
  void faultsOfStagesThatAreNotBuiltDoNotMatter() {
    assertThat(new Plans().plan("FROM ${NOTHING} AS x", "FROM y").stages()).hasSize(1);
  }

  @Test
  void referencesWithASchemeAreLeftToTheirSource() {
    BuildPlan plan = new Plans().plan("FROM jlink://java.base,java.sql");
    assertThat(plan.target().base())
        .isEqualTo(new StageInput.Image("jlink://java.base,java.sql", Plans.AMD64));
  }

  @Test
  void epochOfTheCallerSetsTheTime() throws Exception {
    Instant given = Instant.ofEpochSecond(5);
    assertThat(new Plans().timestamp(given).plan("FROM a").timestamp()).contains(given);
    assertThat(
            new Plans().timestamp(given).arg("SOURCE_DATE_EPOCH", "9").plan("FROM a").timestamp())
        .contains(Instant.ofEpochSecond(9));
    assertThat(
            new Plans()
                .timestamp(given)
                .arg("SOURCE_DATE_EPOCH", "context")
                .plan("FROM a")
                .timestamp())
        .as("the time of a commit, which a directory has not")
        .contains(given);
    assertThat(
            new Plans()
                .arg("SOURCE_DATE_EPOCH", "context")
                .run("FROM a", "ARG SOURCE_DATE_EPOCH=3", "RUN x")
                .environment())
        .as("what commands see of it")
        .containsEntry("SOURCE_DATE_EPOCH", "");
    assertThat(
            new Plans()
                .timestamp(given)
                .run("ARG SOURCE_DATE_EPOCH=context", "FROM a", "ARG SOURCE_DATE_EPOCH", "RUN x")
                .environment())
        .containsEntry("SOURCE_DATE_EPOCH", "5");
    assertThatThrownBy(() -> new Plans().plan("ARG SOURCE_DATE_EPOCH=soon\nFROM a"))
        .hasMessageStartingWith("Dockerfile:1:5: invalid SOURCE_DATE_EPOCH 'soon'");
    assertThatThrownBy(() -> new Plans().arg("SOURCE_DATE_EPOCH", "soon").plan("FROM a"))
        .hasMessageContaining("it must be a number of seconds");
  }

  @Test
  void namesAnImageThatCannotBeHadOnce() {
    BuildPlan plan = new Plans().plan("FROM aci://base.aci");

    assertThatThrownBy(
            () ->
                plan.evaluate(
                    input -> {
                      throw new ImageException("aci://base.aci", ": it is damaged");
                    }))
        .hasMessageStartingWith("Dockerfile:1:6: aci://base.aci: it is damaged\n");
    assertThatThrownBy(
            () ->
                plan.evaluate(
                    input -> {
                      throw ImageException.naming(
                          "aci://base.aci",
                          "refused: aci://base.aci cannot be pulled",
                          new IOException());
                    }))
        .hasMessageStartingWith("Dockerfile:1:6: refused: aci://base.aci cannot be pulled\n");
    assertThatThrownBy(
            () ->
                plan.evaluate(
                    input -> {
                      throw new BaciException("the disk is gone");
                    }))
        .hasMessageStartingWith("Dockerfile:1:6: aci://base.aci: the disk is gone\n");
  }
}
