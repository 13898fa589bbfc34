package io.github.baci.build;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.api.BuildResult;
import io.github.baci.api.StepCacheOptions;
import io.github.baci.registry.PlayedRegistry;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Step caches that are at fault: the image is right each time, and what is asked of a bad
 * repository is counted, as each question would be time.
 */
class SharedStepsFaultsTest extends SharedFaultsFixture {
  private static final String RECORDS = "GET /v2/cache/app/manifests/baci-step-";

  private void assertThatTheNextAgentExecutesNothing() throws Exception {
    agents.build("next", agents.both());

    assertThat(agents.outcomes)
        .containsExactly(
            "stage-1 1 DONE", "stage-1 2 CACHED", "stage-1 3 CACHED", "stage-1 4 CACHED");
    assertThat(agents.warnings).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 429, 500, 503})
  void aCacheThatRefusesIsAskedOnceAndLeftAlone(int status) throws Exception {
    registry.fault(".*", status, 999, "Retry-After", "30");

    BuildResult result = agents.build("one", agents.both());

    assertThat(agents.warnings)
        .singleElement()
        .asString()
        .startsWith("the step cache " + agents.cache() + LEFT_ALONE);
    assertThat(registry.asked("/v2/cache/app/")).as("the knock").hasSize(1);
    assertThat(result.imageId()).isEqualTo(agents.expected().imageId());
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 429, 500})
  void aCacheThatRefusesRecordsIsAskedForEachAtMostOnce(int status) throws Exception {
    registry.fault(".*/manifests/baci-step-.*", status, 999, "Retry-After", "30");

    BuildResult result = agents.build("one", agents.both());

    assertThat(agents.warnings).singleElement().asString().contains(LEFT_ALONE);
    assertThat(registry.asked(RECORDS)).hasSizeBetween(1, 5);
    assertThat(registry.asked("PUT ")).isEmpty();
    assertThat(result.imageId()).isEqualTo(agents.expected().imageId());
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 429, 500})
  void aCacheThatCannotBeWrittenIsNoReasonToFail(int status) throws Exception {
    registry.fault("(POST|PUT|PATCH) .*", status, 999, "Retry-After", "30");

    BuildResult result = agents.build("one", agents.both());

    assertThat(agents.warnings)
        .singleElement()
        .asString()
        .startsWith("the step cache " + agents.cache() + LEFT_ALONE);
    assertThat(registry.asked("POST ")).as("one for each result at most").hasSizeBetween(1, 5);
    assertThat(result.imageId()).isEqualTo(agents.expected().imageId());
  }

  @Test
  void aCacheThatIsNotThereCostsOneWarning() throws Exception {
    StepCacheOptions nobody =
        new StepCacheOptions(List.of("127.0.0.1:1/cache"), Optional.of("127.0.0.1:1/cache"));

    BuildResult result = agents.build("one", nobody);

    assertThat(agents.warnings)
        .singleElement()
        .asString()
        .contains("127.0.0.1:1/cache is not used");
    assertThat(result.imageId()).isEqualTo(agents.expected().imageId());
  }

  @Test
  void aCacheThatSaysNothingIsNotWaitedFor() throws Exception {
    silence(".*");

    BuildResult result = agents.build("one", impatient(StepCacheOptions.Scope.STEPS));

    assertThat(registry.requests).as("the knock").hasSizeLessThanOrEqualTo(1);
    assertThat(agents.warnings).singleElement().asString().contains(LEFT_ALONE);
    assertThat(result.imageId()).isEqualTo(agents.expected().imageId());
  }

  @Test
  void aCacheThatKeepsItsLayersBackIsNotWaitedFor() throws Exception {
    agents.build("one", agents.both());
    registry.requests.clear();
    silence("GET .*/blobs/.*");

    BuildResult result = agents.build("two", impatient(StepCacheOptions.Scope.STEPS));

    assertThat(registry.asked("GET /v2/cache/app/blobs/"))
        .as("of one record")
        .hasSizeLessThanOrEqualTo(3);
    assertThat(agents.warnings).singleElement().asString().contains(LEFT_ALONE);
    assertThat(agents.outcomes).contains("stage-1 4 DONE");
    assertThat(result.imageId()).isEqualTo(agents.expected().imageId());
  }

  @Test
  void aCacheThatTakesNothingIsNotWaitedFor() throws Exception {
    silence("(POST|PUT|PATCH) .*");

    BuildResult result = agents.build("one", impatient(StepCacheOptions.Scope.STEPS));

    assertThat(agents.warnings).singleElement().asString().contains(LEFT_ALONE);
    assertThat(result.imageId()).isEqualTo(agents.expected().imageId());
  }

  @Test
  void layersThatHaveChangedAreMadeAnewAndPutThereAgain() throws Exception {
    agents.build("one", agents.both());
    for (Map.Entry<String, byte[]> blob : registry.blobs.entrySet()) {
      byte[] changed = blob.getValue().clone();
      changed[changed.length / 2] ^= 1;
      blob.setValue(changed);
    }

    BuildResult changed = agents.build("two", agents.both());

    assertThat(agents.outcomes).contains("stage-1 4 DONE");
    assertThat(agents.warnings)
        .isNotEmpty()
        .allSatisfy(text -> assertThat(text).contains("a step is executed, because"));
    assertThat(changed.imageId()).isEqualTo(agents.expected().imageId());
    assertThatTheNextAgentExecutesNothing();
  }

  @Test
  void layersThatAreCutAreMadeAnew() throws Exception {
    agents.build("one", agents.both());
    registry.requests.clear();
    registry.fault(
        "GET .*/blobs/.*",
        (exchange, body) -> {
          exchange.sendResponseHeaders(200, 1000);
          exchange.getResponseBody().write(new byte[10]);
          exchange.getResponseBody().flush();
          return true;
        });

    BuildResult cut = agents.build("two", agents.both());

    assertThat(agents.outcomes).contains("stage-1 4 DONE");
    assertThat(registry.asked("GET /v2/cache/app/blobs/")).as("none twice").hasSizeBetween(1, 3);
    assertThat(cut.imageId()).isEqualTo(agents.expected().imageId());
  }

  @Test
  void aLargeLayerThatIsCutGoesOnWhereItWasCut() throws Exception {
    byte[] content = new byte[3 << 20];
    new Random(14).nextBytes(content);
    agents.write("c", Base64.getEncoder().encodeToString(content));
    agents.build("one", agents.both());
    AtomicInteger cuts = new AtomicInteger();
    registry.fault(
        "GET .*/blobs/.*",
        (exchange, body) -> {
          String blob = exchange.getRequestURI().getPath().replaceFirst(".*/", "cache/app@");
          byte[] whole = requireNonNull(registry.blobs.get(blob));
          if (whole.length < content.length || cuts.getAndIncrement() > 0) {
            return false;
          }
          exchange.sendResponseHeaders(200, whole.length);
          exchange.getResponseBody().write(whole, 0, whole.length / 2);
          exchange.getResponseBody().flush();
          return true;
        });

    assertThatTheNextAgentExecutesNothing();
    assertThat(cuts).hasValue(2);
  }

  @Test
  void recordsWhoseLayersHaveExpiredAreMadeAnewAndPutThereAgain() throws Exception {
    agents.build("one", agents.both());
    registry.blobs.clear();

    BuildResult second = agents.build("two", agents.both());

    assertThat(agents.warnings).hasSizeBetween(1, 3);
    assertThat(second.imageId()).isEqualTo(agents.expected().imageId());
    assertThatTheNextAgentExecutesNothing();
  }

  @Test
  void manyExpiredRecordsAreNotTriedOneByOne() throws Exception {
    StringBuilder dockerfile = new StringBuilder("FROM scratch\n");
    for (int i = 0; i < 20; i++) {
      dockerfile.append("COPY a /").append(i).append('\n');
    }
    agents.write("Dockerfile", dockerfile.toString());
    agents.build("one", agents.both());
    registry.blobs.clear();
    registry.requests.clear();

    agents.build("two", agents.both());

    assertThat(agents.warnings).hasSizeBetween(1, 3);
    assertThat(registry.asked("GET /v2/cache/app/blobs/")).hasSizeLessThanOrEqualTo(3 * 20);
  }

  @Test
  void recordsOfOtherStepsAndWhatIsNoneAreNotTaken() throws Exception {
    agents.build("one", agents.both());
    List<byte[]> records = List.copyOf(registry.manifests.values());
    int number = 0;
    for (Map.Entry<String, byte[]> entry : registry.manifests.entrySet()) {
      byte[] other = records.get(number++ % records.size());
      entry.setValue(
          number % 3 == 0
              ? "{}".getBytes(StandardCharsets.UTF_8)
              : number % 3 == 1 ? new byte[] {1} : other == entry.getValue() ? new byte[0] : other);
    }

    BuildResult second = agents.build("two", agents.both());

    assertThat(second.imageId()).isEqualTo(agents.expected().imageId());
  }

  @Test
  void registriesWithoutHeadServe() throws Exception {
    registry.fault("HEAD .*", 405, 999);
    agents.build("one", agents.both());
    assertThat(agents.warnings).isEmpty();

    assertThatTheNextAgentExecutesNothing();
  }

  @Test
  void layersThatAreDeletedWhileABuildGoesOnAreSentAgain() throws Exception {
    agents.build("one", agents.both());
    agents.write("c", "another");
    registry.fault(
        "PUT .*/manifests/.*",
        (exchange, body) -> {
          if (registry.asked("PUT /v2/cache/app/manifests/").size() > 1) {
            return false;
          }
          registry.blobs.clear();
          PlayedRegistry.error(exchange, 400, "MANIFEST_BLOB_UNKNOWN", "blob unknown");
          return true;
        });
    registry.requests.clear();

    agents.build("two", agents.both());

    assertThat(agents.warnings).isEmpty();
    assertThatTheNextAgentExecutesNothing();
  }
}
