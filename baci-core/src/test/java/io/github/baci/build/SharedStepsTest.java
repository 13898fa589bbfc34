package io.github.baci.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.Baci;
import io.github.baci.api.AciOptions;
import io.github.baci.api.BaciException;
import io.github.baci.api.BuildListener;
import io.github.baci.api.BuildRequest;
import io.github.baci.api.BuildResult;
import io.github.baci.api.StepCacheOptions;
import io.github.baci.registry.PlayedRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Agents with empty stores that share their steps in a registry, which may be a bad one. */
@Timeout(120)
class SharedStepsTest {
  private static final String DOCKERFILE =
      """
      FROM scratch AS parts
      COPY a /a
      COPY b /b
      FROM scratch
      WORKDIR /srv
      COPY --from=parts /a /srv/a
      COPY c /srv/c
      """;

  @TempDir private Path directory;
  private final List<String> outcomes = Collections.synchronizedList(new ArrayList<>());
  private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());
  private PlayedRegistry registry;

  @BeforeEach
  void start() throws IOException {
    registry = new PlayedRegistry();
    write("a", "1");
    write("b", "2");
    write("c", "3");
    write("Dockerfile", DOCKERFILE);
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  private void write(String name, String content) throws IOException {
    Path file = directory.resolve("context").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private String cache() {
    return registry.host() + "/cache/app";
  }

  private StepCacheOptions both() {
    return new StepCacheOptions(List.of(cache()), Optional.of(cache()));
  }

  private BuildResult build(String agent, StepCacheOptions shared) throws Exception {
    outcomes.clear();
    warnings.clear();
    BuildRequest request =
        BuildRequest.builder(
                directory.resolve("context"),
                directory.resolve(agent + ".aci"),
                AciOptions.named("example.com/test"))
            .storeDirectory(directory.resolve("store-" + agent))
            .timestamp(Instant.parse("2026-11-01T00:00:00Z"))
            .stepCache(shared)
            .build();
    return new Baci()
        .build(
            request,
            new BuildListener() {
              @Override
              public void stepEnded(StepId step, Outcome outcome, Duration took) {
                outcomes.add(step.stage() + " " + step.number() + " " + outcome);
              }

              @Override
              public void warning(String message) {
                warnings.add(message);
              }
            });
  }

  private BuildResult expected() throws Exception {
    return build("alone", StepCacheOptions.NONE);
  }

  @Test
  void theSecondAgentExecutesNothing() throws Exception {
    BuildResult first = build("one", both());
    assertThat(outcomes).hasSize(7).doesNotContain("stage-1 3 CACHED");
    registry.requests.clear();

    BuildResult second = build("two", both());

    assertThat(outcomes)
        .containsExactly(
            "stage-1 1 DONE", "stage-1 2 CACHED", "stage-1 3 CACHED", "stage-1 4 CACHED");
    assertThat(warnings).isEmpty();
    assertThat(second.imageId()).isEqualTo(first.imageId()).isEqualTo(expected().imageId());
    assertThat(registry.asked("GET /v2/cache/app/manifests/baci-step-")).hasSize(5);
    assertThat(registry.asked("GET /v2/cache/app/blobs/")).as("the layers needed").hasSize(3);
    assertThat(registry.asked("PUT ")).as("nothing is written again").isEmpty();
  }

  @Test
  void whatIsNotKnownIsExecutedOnTopOfWhatIs() throws Exception {
    build("one", both());
    write("c", "another");

    BuildResult second = build("two", both());

    assertThat(outcomes)
        .containsExactly(
            "stage-1 1 DONE", "stage-1 2 CACHED", "stage-1 3 CACHED", "stage-1 4 DONE");
    assertThat(second.imageId()).isEqualTo(expected().imageId());
  }

  @Test
  void aStageIsExecutedAgainOnlyAsFarAsItIsNeeded() throws Exception {
    build("one", both());
    write("b", "another");

    BuildResult second = build("two", both());

    assertThat(outcomes)
        .containsExactlyInAnyOrder(
            "parts 1 DONE",
            "parts 2 CACHED",
            "parts 3 DONE",
            "stage-1 1 DONE",
            "stage-1 2 CACHED",
            "stage-1 3 DONE",
            "stage-1 4 DONE");
    assertThat(second.imageId()).isEqualTo(expected().imageId());
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 429, 500, 503})
  void aCacheThatRefusesIsLeftAloneWithOneWarning(int status) throws Exception {
    registry.fault(".*", status, 999);

    BuildResult result = build("one", both());

    assertThat(result.imageId()).isEqualTo(expected().imageId());
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 429, 500})
  void aCacheThatCannotBeWrittenIsNoReasonToFail(int status) throws Exception {
    registry.fault("(POST|PUT|PATCH) .*", status, 999);

    BuildResult result = build("one", both());

    assertThat(warnings)
        .singleElement()
        .asString()
        .startsWith("the step cache " + cache() + " is not used in this build: ");
    assertThat(result.imageId()).isEqualTo(expected().imageId());
  }

  @Test
  void aCacheThatIsNotThereCostsOneWarning() throws Exception {
    StepCacheOptions nobody =
        new StepCacheOptions(List.of("127.0.0.1:1/cache"), Optional.of("127.0.0.1:1/cache"));

    BuildResult result = build("one", nobody);

    assertThat(warnings).singleElement().asString().contains("127.0.0.1:1/cache is not used");
    assertThat(result.imageId()).isEqualTo(expected().imageId());
  }

  @Test
  void layersThatAreCutOrChangedAreMadeAnew() throws Exception {
    build("one", both());
    for (Map.Entry<String, byte[]> blob : registry.blobs.entrySet()) {
      byte[] changed = blob.getValue().clone();
      changed[changed.length / 2] ^= 1;
      blob.setValue(changed);
    }
    BuildResult changed = build("two", both());
    assertThat(outcomes).contains("stage-1 4 DONE");
    assertThat(warnings).isNotEmpty().allSatisfy(text -> assertThat(text).contains("step cache"));

    registry.fault(
        "GET .*/blobs/.*",
        (exchange, body) -> {
          exchange.sendResponseHeaders(200, 1000);
          exchange.getResponseBody().write(new byte[10]);
          exchange.getResponseBody().flush();
          return true;
        });
    BuildResult cut = build("three", both());

    assertThat(outcomes).contains("stage-1 4 DONE");
    assertThat(changed.imageId()).isEqualTo(cut.imageId()).isEqualTo(expected().imageId());
  }

  @Test
  void recordsOfOtherStepsAndWhatIsNoneAreNotTaken() throws Exception {
    build("one", both());
    List<byte[]> records = List.copyOf(registry.manifests.values());
    int number = 0;
    for (Map.Entry<String, byte[]> entry : registry.manifests.entrySet()) {
      byte[] other = records.get(number++ % records.size());
      entry.setValue(
          number % 3 == 0
              ? "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8)
              : number % 3 == 1 ? new byte[] {1} : other == entry.getValue() ? new byte[0] : other);
    }

    BuildResult second = build("two", both());

    assertThat(second.imageId()).isEqualTo(expected().imageId());
  }

  @Test
  void aCacheIsARepositoryWithoutATag() {
    assertThatThrownBy(
            () -> build("one", new StepCacheOptions(List.of(cache() + ":tag"), Optional.empty())))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("must be a repository without a tag");
  }

  @Test
  void fortyStepsCostFourRoundTrips() throws Exception {
    StringBuilder dockerfile = new StringBuilder("FROM scratch\n");
    for (int i = 0; i < 40; i++) {
      write("f" + i, Integer.toString(i));
      dockerfile.append("COPY f").append(i).append(" /").append(i).append('\n');
    }
    write("Dockerfile", dockerfile.toString());
    build("one", both());
    List<long[]> times = Collections.synchronizedList(new ArrayList<>());
    registry.fault(
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

    BuildResult second = build("two", both());

    assertThat(second.imageId()).isEqualTo(expected().imageId());
    assertThat(times).hasSize(80);
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
