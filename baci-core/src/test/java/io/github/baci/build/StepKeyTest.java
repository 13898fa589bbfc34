package io.github.baci.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.api.Digest;
import io.github.baci.plan.AddStep;
import io.github.baci.plan.ConfigStep;
import io.github.baci.plan.CopyStep;
import io.github.baci.plan.Plans;
import io.github.baci.plan.RunStep;
import io.github.baci.plan.Step;
import io.github.baci.plan.WorkdirStep;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What instructions add to the keys of their steps. */
class StepKeyTest {
  private static String text(Step step) {
    return instruction(step).toString();
  }

  private static InstructionText instruction(Step step) {
    if (step instanceof RunStep run) {
      return RunWork.instruction(run);
    }
    if (step instanceof CopyStep copy) {
      return CopyWork.instruction(copy);
    }
    if (step instanceof AddStep add) {
      return AddWork.instruction(add);
    }
    return WorkdirWork.instruction((WorkdirStep) step);
  }

  private static List<String> texts(Plans plans, String... lines) throws Exception {
    List<String> texts = new ArrayList<>();
    for (Step step : plans.steps(lines)) {
      if (!(step instanceof ConfigStep)) {
        texts.add(text(step));
      }
    }
    return texts;
  }

  private static String run(String... lines) throws Exception {
    List<String> texts = texts(new Plans(), lines);
    return texts.get(texts.size() - 1);
  }

  private static String digest(String text) {
    return Digest.sha256Of(text.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 12);
  }

  /** Where one of these changes, no step of older stores and shared caches is found again. */
  @Test
  void keysAreThoseOfOlderVersions() throws Exception {
    assertThat(
            texts(
                new Plans().arg("BUILDKIT_CACHE_MOUNT_NS", "ns"),
                "FROM scratch AS s",
                "FROM a",
                "WORKDIR /w",
                "USER u",
                "ENV E=f G=\u00fc",
                "RUN --network=none --mount=type=cache,target=c,uid=7"
                    + " --mount=type=secret,id=t,env=TOKEN --mount=type=ssh --mount=target=/ctx,rw"
                    + " --mount=type=tmpfs,target=/t,size=1m --mount=from=s,target=/s make",
                "RUN <<E",
                "#!/bin/awk",
                "x",
                "E",
                "COPY --chown=a:b --chmod=u+x --exclude=*.c --from=s a b/ ",
                "COPY --parents <<F c/ d/",
                "text",
                "F",
                "ADD --checksum=sha256:" + "a".repeat(64) + " --unpack=true https://x/y z"))
        .extracting(StepKeyTest::digest)
        .containsExactly(
            "25ef93f54a00",
            "5e3368b29402",
            "36706ef979a7",
            "31b5cb106a0f",
            "a02e02b8a06e",
            "77903ea8f982");
    assertThat(
            StepKey.writer()
                .instruction(new InstructionText("WORKDIR").field("path", "/w").field("user", ""))
                .inputs("below", List.of(Digest.sha256Of(new byte[] {1})))
                .input("files", Digest.sha256Of(new byte[] {2}))
                .key()
                .hex())
        .startsWith("ef2b778598a0584a");
  }

  @Test
  void proxiesAndLabelsDoNotChangeTheKeyOfARun() throws Exception {
    String one = run("FROM a", "RUN x");

    assertThat(texts(new Plans().arg("HTTPS_proxy", "http://p"), "FROM a", "RUN x"))
        .containsExactly(one);
    assertThat(run("FROM a", "LABEL l=1", "RUN x")).isEqualTo(one);
    assertThat(run("FROM a", "USER 5", "RUN x")).isNotEqualTo(one);
  }

  @Test
  void bodiesOfHeredocsAreInTheKey() throws Exception {
    assertThat(run("FROM a", "RUN <<E", "one", "E"))
        .isNotEqualTo(run("FROM a", "RUN <<E", "two", "E"));
    assertThat(run("FROM a", "COPY <<E /f", "one", "E"))
        .isNotEqualTo(run("FROM a", "COPY <<E /f", "two", "E"));
  }

  @Test
  void keyOfACopyDoesNotKnowTheNumberOfTheStage() throws Exception {
    assertThat(run("FROM a AS x", "FROM b", "COPY --from=x f g"))
        .isEqualTo(run("FROM c", "FROM a AS y", "FROM b", "COPY --from=y f g"));
  }
}
