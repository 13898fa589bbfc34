package io.github.baci.build;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.github.baci.api.BuildResult;
import io.github.baci.api.StepCacheOptions;
import io.github.baci.api.StepCacheTrust;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Caches of whole images that are at fault: the image is right each time, and what is asked of a
 * bad repository is counted, as each question would be time.
 */
class SharedImagesFaultsTest extends SharedFaultsFixture {
  private static final String RECORD = ".*/manifests/baci-image-.*";
  private static final String STEPS = ".*/manifests/baci-step-.*";
  private static final String BLOB = "GET .*/blobs/.*";

  /** Fills the cache. */
  @BeforeEach
  void fill() throws Exception {
    agents.images = true;
    byte[] content = new byte[100_000];
    new Random(15).nextBytes(content);
    agents.write("c", Base64.getEncoder().encodeToString(content));
    agents.build("one", agents.both());
    registry.requests.clear();
  }

  private void assertThatTheImageIsRight(BuildResult result, String agent) throws Exception {
    assertThat(result.imageId()).isEqualTo(agents.expected().imageId());
    assertThat(agents.image(agent)).hasSameBinaryContentAs(agents.image("alone"));
  }

  private void assertThatItIsLeftAloneWithOneWarning() {
    assertThat(agents.warnings)
        .singleElement()
        .asString()
        .startsWith("the step cache " + agents.cache() + LEFT_ALONE);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 429, 500, 503})
  void aCacheThatRefusesTheRecordIsLeftAlone(int status) throws Exception {
    registry.fault(RECORD, status, 999, "Retry-After", "30");

    BuildResult second = agents.build("two", agents.both());

    assertThatItIsLeftAloneWithOneWarning();
    assertThat(registry.asked("GET /v2/cache/app/manifests/"))
        .as("the knock, the image, and the last two steps beside it")
        .hasSizeBetween(2, 4);
    assertThat(registry.asked("PUT ")).isEmpty();
    assertThatTheImageIsRight(second, "two");
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 429, 500, 503})
  void aCacheThatRefusesThePiecesIsLeftAlone(int status) throws Exception {
    registry.fault(BLOB, status, 999, "Retry-After", "30");

    BuildResult second = agents.build("two", agents.both());

    assertThatItIsLeftAloneWithOneWarning();
    assertThat(registry.asked("GET /v2/cache/app/blobs/")).as("the one piece").hasSize(1);
    assertThat(agents.outcomes).contains("stage-1 4 DONE");
    assertThatTheImageIsRight(second, "two");
  }

  @Test
  void aCacheThatIsNotThereIsLeftAlone() throws Exception {
    String nobody = "127.0.0.1:1/cache";

    BuildResult second =
        agents.build(
            "two",
            new StepCacheOptions(
                List.of(nobody),
                Optional.of(nobody),
                SharedAgents.PATIENT,
                StepCacheTrust.EVERYBODY,
                StepCacheOptions.Scope.STEPS_AND_IMAGES));

    assertThat(agents.warnings).singleElement().asString().contains(nobody + LEFT_ALONE);
    assertThatTheImageIsRight(second, "two");
  }

  @Test
  void aPieceThatIsCutIsNotTaken() throws Exception {
    registry.fault(
        BLOB,
        (exchange, body) -> {
          exchange.sendResponseHeaders(200, 50_000);
          exchange.getResponseBody().write(new byte[10]);
          exchange.getResponseBody().flush();
          return true;
        });

    BuildResult second = agents.build("two", agents.both());

    assertThatItIsLeftAloneWithOneWarning();
    assertThat(registry.asked("GET /v2/cache/app/blobs/")).as("the one piece").hasSize(1);
    assertThatTheImageIsRight(second, "two");
  }

  @ParameterizedTest
  @ValueSource(strings = {RECORD, "GET .*/manifests/.*", BLOB})
  void aCacheThatSaysNothingIsNotWaitedFor(String questions) throws Exception {
    silence(questions);

    BuildResult second = agents.build("two", impatient(StepCacheOptions.Scope.STEPS_AND_IMAGES));

    assertThatItIsLeftAloneWithOneWarning();
    assertThatTheImageIsRight(second, "two");
  }

  /** Without a bound on how slowly bytes come, this would take until the test is given up. */
  @ParameterizedTest
  @ValueSource(strings = {RECORD, "GET " + STEPS, "GET .*/manifests/.*", BLOB})
  void aCacheThatTricklesIsLeftAlone(String questions) throws Exception {
    if (questions.contains("step")) {
      registry.manifests.keySet().removeIf(name -> name.contains("baci-image-"));
    }
    registry.fault(
        questions,
        (exchange, body) -> {
          trickle(exchange);
          return true;
        });

    BuildResult second = agents.build("two", impatient(StepCacheOptions.Scope.STEPS_AND_IMAGES));

    assertThatItIsLeftAloneWithOneWarning();
    assertThatTheImageIsRight(second, "two");
  }

  private void trickle(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 1 << 20);
    OutputStream out = exchange.getResponseBody();
    do {
      out.write(' ');
      out.flush();
    } while (!waitForTheEnd(20));
  }
}
