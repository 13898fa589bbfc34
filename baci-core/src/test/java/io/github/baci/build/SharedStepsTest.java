package io.github.baci.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BaciException;
import io.github.baci.api.BuildResult;
import io.github.baci.api.StepCacheOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Agents with empty stores that share their steps in a registry, which may be a bad one. */
@Timeout(120)
class SharedStepsTest {
  @TempDir private Path directory;
  private SharedAgents agents;

  @BeforeEach
  void start() throws IOException {
    agents = new SharedAgents(directory);
  }

  @AfterEach
  void stop() {
    agents.close();
  }

  @Test
  void theSecondAgentExecutesNothing() throws Exception {
    BuildResult first = agents.build("one", agents.both());
    assertThat(agents.outcomes).hasSize(7).doesNotContain("stage-1 3 CACHED");
    agents.registry.requests.clear();

    BuildResult second = agents.build("two", agents.both());

    assertThat(agents.outcomes)
        .containsExactly(
            "stage-1 1 DONE", "stage-1 2 CACHED", "stage-1 3 CACHED", "stage-1 4 CACHED");
    assertThat(agents.warnings).isEmpty();
    assertThat(second.imageId()).isEqualTo(first.imageId()).isEqualTo(agents.expected().imageId());
    assertThat(agents.registry.asked("GET /v2/cache/app/manifests/baci-step-"))
        .as("the records of the last two steps")
        .hasSize(2);
    assertThat(agents.registry.asked("GET /v2/cache/app/blobs/"))
        .as("the layers needed")
        .hasSize(3);
    assertThat(agents.registry.asked("PUT ")).as("nothing is written again").isEmpty();
  }

  @Test
  void whatIsNotKnownIsExecutedOnTopOfWhatIs() throws Exception {
    agents.build("one", agents.both());
    agents.write("c", "another");

    BuildResult second = agents.build("two", agents.both());

    assertThat(agents.outcomes)
        .containsExactly(
            "stage-1 1 DONE", "stage-1 2 CACHED", "stage-1 3 CACHED", "stage-1 4 DONE");
    assertThat(second.imageId()).isEqualTo(agents.expected().imageId());
  }

  @Test
  void aStageIsExecutedAgainOnlyAsFarAsItIsNeeded() throws Exception {
    agents.build("one", agents.both());
    agents.write("b", "another");

    BuildResult second = agents.build("two", agents.both());

    assertThat(agents.outcomes)
        .containsExactlyInAnyOrder(
            "parts 1 DONE",
            "parts 2 CACHED",
            "parts 3 DONE",
            "stage-1 1 DONE",
            "stage-1 2 CACHED",
            "stage-1 3 DONE",
            "stage-1 4 DONE");
    assertThat(second.imageId()).isEqualTo(agents.expected().imageId());
  }

  @Test
  void aCacheIsARepositoryWithoutATag() {
    assertThatThrownBy(
            () ->
                agents.build(
                    "one",
                    new StepCacheOptions(List.of(agents.cache() + ":tag"), Optional.empty())))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("must be a repository without a tag");
  }

  @Test
  void fortyStepsCostFourRoundTrips() throws Exception {
    StringBuilder dockerfile = new StringBuilder("FROM scratch\n");
    for (int i = 0; i < 40; i++) {
      agents.write("f" + i, Integer.toString(i));
      dockerfile.append("COPY f").append(i).append(" /").append(i).append('\n');
    }
    agents.write("Dockerfile", dockerfile.toString());
    agents.build("one", agents.both());
    List<long[]> times = agents.delayAnswers(200);

    BuildResult second = agents.build("two", agents.both());

    assertThat(second.imageId()).isEqualTo(agents.expected().imageId());
    assertThat(times).as("one for each layer, the last two records, and the knock").hasSize(43);
    assertThat(SharedAgents.longestChain(times)).isLessThanOrEqualTo(5);

    agents.write("f39", "changed");
    times.clear();
    BuildResult changed = agents.build("three", agents.both());

    assertThat(changed.imageId()).isEqualTo(agents.expected().imageId());
    assertThat(times).as("the last two records, 39 layers, and the knock").hasSize(42);
    assertThat(SharedAgents.longestChain(times)).isLessThanOrEqualTo(5);

    agents.write("f20", "changed");
    times.clear();
    changed = agents.build("four", agents.both());

    assertThat(changed.imageId()).isEqualTo(agents.expected().imageId());
    assertThat(times).as("one for each record, 20 layers, and the knock").hasSize(61);
    assertThat(SharedAgents.longestChain(times)).isLessThanOrEqualTo(5);
  }
}
