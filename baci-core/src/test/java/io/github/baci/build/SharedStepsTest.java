package io.github.baci.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BaciException;
import io.github.baci.api.BuildResult;
import io.github.baci.api.StepCacheOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
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
        .as("the last step's record")
        .hasSize(1);
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
    List<long[]> times = Collections.synchronizedList(new ArrayList<>());
    agents.registry.fault(
        "GET .*",
        (exchange, body) -> {
          long begin = System.nanoTime();
          try {
            Thread.sleep(200);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          times.add(new long[] {begin, System.nanoTime()});
          return false;
        });

    BuildResult second = agents.build("two", agents.both());

    assertThat(second.imageId()).isEqualTo(agents.expected().imageId());
    assertThat(times).as("one for each layer, the last record, and the knock").hasSize(42);
    assertThat(longestChain(times)).isLessThanOrEqualTo(5);

    agents.write("f39", "changed");
    times.clear();
    BuildResult changed = agents.build("three", agents.both());

    assertThat(changed.imageId()).isEqualTo(agents.expected().imageId());
    assertThat(times).as("one for each record, 39 layers, and the knock").hasSize(80);
    assertThat(longestChain(times)).isLessThanOrEqualTo(5);
  }

  /** Returns how many of the requests can at most have waited for one another. */
  private static int longestChain(List<long[]> times) {
    List<long[]> byEnd = new ArrayList<>(times);
    byEnd.sort(java.util.Comparator.comparingLong(time -> time[1]));
    int count = 0;
    long end = Long.MIN_VALUE;
    for (long[] time : byEnd) {
      if (count == 0 || time[0] - end >= 0) {
        count++;
        end = time[1];
      }
    }
    return count;
  }
}
