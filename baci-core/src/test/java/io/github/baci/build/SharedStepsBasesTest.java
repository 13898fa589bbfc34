package io.github.baci.build;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.baci.api.BuildResult;
import io.github.baci.api.Digest;
import io.github.baci.api.Platform;
import io.github.baci.api.StepCacheOptions;
import io.github.baci.registry.PlayedRegistry;
import io.github.baci.testing.SampleLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What of base images comes over the network, where steps are known: counted by requests. */
@Timeout(120)
class SharedStepsBasesTest {
  @TempDir private Path directory;
  private final Map<String, List<String>> layers = new HashMap<>();
  private SharedAgents agents;
  private PlayedRegistry registry;

  @BeforeEach
  void start() throws IOException {
    agents = new SharedAgents(directory);
    registry = agents.registry;
    for (String name : List.of("compiler", "tools", "runtime")) {
      SampleLayout layout = new SampleLayout().layer(Map.of("of-" + name, name));
      layers.put(name, registry.keep(layout.write(directory.resolve(name)), "library/" + name));
    }
    agents.write(
        "Dockerfile",
        """
        FROM HOST/library/compiler AS parts
        COPY a /a
        COPY b /b
        FROM HOST/library/runtime
        COPY --from=parts /a /of-compiler /
        COPY --from=HOST/library/tools /of-tools /tool
        COPY c /c
        """
            .replace("HOST", registry.host()));
  }

  @AfterEach
  void stop() {
    agents.close();
  }

  private BuildResult build(String agent) throws Exception {
    registry.requests.clear();
    return agents.build(
        agent, agents.both(), request -> request.platform(Platform.parse("linux/amd64")));
  }

  private int fetched(String name) {
    return requireNonNull(layers.get(name)).stream()
        .mapToInt(digest -> registry.asked("GET /v2/library/" + name + "/blobs/" + digest).size())
        .sum();
  }

  @Test
  void basesThatNoStepNeedsAreNotPulled() throws Exception {
    BuildResult first = build("one");
    assertThat(List.of(fetched("compiler"), fetched("tools"), fetched("runtime")))
        .containsExactly(1, 1, 1);

    BuildResult second = build("two");

    assertThat(agents.outcomes).contains("stage-1 4 CACHED").doesNotContain("parts 1 DONE");
    assertThat(List.of(fetched("compiler"), fetched("tools"), fetched("runtime")))
        .as("an ACI has the files of its base, and of no other image")
        .containsExactly(0, 0, 1);
    assertThat(registry.asked("/manifests/latest")).as("what the names stand for").hasSize(3);
    assertThat(second.imageId()).isEqualTo(first.imageId());
  }

  @Test
  void basesOfStepsThatAreExecutedArePulled() throws Exception {
    build("one");
    agents.write("a", "another");

    BuildResult second = build("two");

    assertThat(agents.outcomes).contains("parts 2 DONE");
    assertThat(List.of(fetched("compiler"), fetched("tools"), fetched("runtime")))
        .containsExactly(1, 1, 1);
    agents.build(
        "alone", StepCacheOptions.NONE, request -> request.platform(Platform.parse("linux/amd64")));
    assertThat(second.imageId()).isNotNull();
    assertThat(agents.image("two")).hasSameBinaryContentAs(agents.image("alone"));
  }

  @Test
  void aTagThatMovesMeanwhileIsLoadedAsItWasDescribed() throws Exception {
    SampleLayout other = new SampleLayout().layer(Map.of("of-runtime", "moved"));
    Path moved = other.write(directory.resolve("moved"));
    registry.fault(
        "GET /v2/cache/app/manifests/baci-step-.*",
        (exchange, body) -> {
          registry.keep(moved, "library/runtime");
          return false;
        });

    build("one");

    assertThat(fetched("runtime")).isEqualTo(1);
    assertThat(registry.asked("GET /v2/library/runtime/manifests/latest")).hasSize(1);
  }

  /** Puts an index before the image of the target's base; returns the digest of its manifest. */
  private String index() throws IOException {
    byte[] manifest = requireNonNull(registry.manifests.get("library/runtime:latest"));
    String digest = Digest.sha256Of(manifest).toString();
    String index =
        """
        {"schemaVersion": 2, "mediaType": "application/vnd.oci.image.index.v1+json",
         "manifests": [{"mediaType": "application/vnd.oci.image.manifest.v1+json",
           "digest": "%s", "size": %d, "platform": {"os": "linux", "architecture": "amd64"}}]}
        """
            .formatted(digest, manifest.length);
    registry.manifests.put("library/runtime:latest", index.getBytes(UTF_8));
    return digest;
  }

  private void copySteps(int count) throws IOException {
    StringBuilder dockerfile = new StringBuilder("FROM HOST/library/runtime\n");
    for (int i = 0; i < count; i++) {
      agents.write("file" + i, Integer.toString(i));
      dockerfile.append("COPY file").append(i).append(" /\n");
    }
    agents.write("Dockerfile", dockerfile.toString().replace("HOST", registry.host()));
  }

  private List<String> askedOfTheBase() {
    return registry.asked("GET /v2/library/runtime/");
  }

  private void assertThatTheImageIsRight(String agent) throws Exception {
    agents.build(
        "alone-" + agent,
        StepCacheOptions.NONE,
        request -> request.platform(Platform.parse("linux/amd64")));
    assertThat(agents.image(agent)).hasSameBinaryContentAs(agents.image("alone-" + agent));
  }

  /**
   * Answers requests in rounds: the first ones that match when so many of them wait as the first
   * round has, and so on. What does not ask side by side waits until the test is given up.
   */
  private void answerTogether(String regex, int... rounds) {
    List<CountDownLatch> latches = Arrays.stream(rounds).mapToObj(CountDownLatch::new).toList();
    AtomicInteger asked = new AtomicInteger();
    registry.fault(
        regex,
        (exchange, body) -> {
          int left = asked.getAndIncrement();
          for (int i = 0; i < rounds.length; i++) {
            if (left < rounds[i]) {
              awaitAll(latches.get(i));
              return false;
            }
            left -= rounds[i];
          }
          return false;
        });
  }

  private static void awaitAll(CountDownLatch latch) {
    latch.countDown();
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aChangedStepOnABaseBehindAnIndexWaitsForThreeAnswers() throws Exception {
    index();
    copySteps(3);
    build("one");
    agents.write("file2", "changed");
    answerTogether("GET .*/manifests/(latest|baci-base-.*)", 2);
    answerTogether("GET .*/manifests/baci-step-.*", 2);
    answerTogether("GET .*/blobs/.*", 3);

    build("two");

    assertThat(agents.outcomes).contains("stage-0 3 CACHED", "stage-0 4 DONE");
    assertThat(registry.asked("GET "))
        .as("index and layer of the base; what is known of it, two records and two layers")
        .hasSize(7);
  }

  @Test
  void anEarlierStepThatHasChangedOnABaseBehindAnIndexWaitsForFourAnswers() throws Exception {
    index();
    copySteps(6);
    build("one");
    agents.write("file3", "changed");
    answerTogether("GET .*/manifests/(latest|baci-base-.*)", 2);
    answerTogether("GET .*/manifests/baci-step-.*", 2, 4);
    answerTogether("GET .*/blobs/.*", 4);

    build("two");

    assertThat(agents.outcomes).contains("stage-0 4 CACHED", "stage-0 5 DONE");
    assertThat(registry.asked("GET "))
        .as("index and layer of the base; what is known of it, six records and three layers")
        .hasSize(12);
  }

  @Test
  void whatIsKnownOfABaseComesOfTheCache() throws Exception {
    String manifest = index();
    copySteps(2);
    build("one");
    assertThat(askedOfTheBase()).as("index, manifest, config and layer").hasSize(4);
    assertThat(registry.asked("PUT /v2/cache/app/manifests/baci-base-")).hasSize(1);

    build("two");

    assertThat(askedOfTheBase())
        .as("what the name stands for, and the layer")
        .hasSize(2)
        .noneMatch(request -> request.contains(manifest));
    assertThat(registry.asked("PUT ")).isEmpty();
    assertThat(agents.warnings).isEmpty();
    assertThatTheImageIsRight("two");
  }

  @Test
  void aBaseThatHasChangedIsAskedForAndSharedAnew() throws Exception {
    index();
    copySteps(2);
    build("one");
    SampleLayout other = new SampleLayout().layer(Map.of("of-runtime", "moved"));
    registry.keep(other.write(directory.resolve("moved")), "library/runtime");
    index();

    build("two");

    assertThat(askedOfTheBase()).as("index, manifest, config and layer").hasSize(4);
    assertThat(registry.asked("PUT /v2/cache/app/manifests/baci-base-")).hasSize(1);
    assertThatTheImageIsRight("two");
    build("three");
    assertThat(askedOfTheBase()).hasSize(2);
  }

  @Test
  void whatIsSaidOfABaseIsTakenByItsDigestAlone() throws Exception {
    index();
    copySteps(2);
    build("one");
    String tag =
        registry.manifests.keySet().stream()
            .filter(name -> name.startsWith("cache/app:baci-base-"))
            .findAny()
            .orElseThrow();
    byte[] record = requireNonNull(registry.manifests.get(tag));
    JsonNode manifest = new ObjectMapper().readTree(record);
    ObjectNode config = (ObjectNode) manifest.path("config");
    JsonNode documents = new ObjectMapper().readTree(config.path("data").binaryValue());
    ArrayNode changed = (ArrayNode) documents.path("documents");
    for (int i = 0; i < changed.size(); i++) {
      String text = new String(changed.get(i).binaryValue(), UTF_8);
      changed.set(i, Base64.getEncoder().encodeToString((text + " ").getBytes(UTF_8)));
    }
    byte[] bytes = documents.toString().getBytes(UTF_8);
    config.put("data", Base64.getEncoder().encodeToString(bytes));
    config.put("digest", Digest.sha256Of(bytes).toString());
    for (byte[] bad :
        List.of(manifest.toString().getBytes(UTF_8), "{}".getBytes(UTF_8), new byte[0])) {
      registry.manifests.put(tag, bad);
      String agent = "agent-" + bad.length;

      build(agent);

      assertThat(askedOfTheBase()).as("index, manifest, config and layer").hasSize(4);
      assertThat(agents.warnings).isEmpty();
      assertThat(registry.manifests.get(tag)).as("mended").isNotEqualTo(bad);
      assertThatTheImageIsRight(agent);
    }
  }

  @Test
  void aBuildThatTakesNothingIsToldNothingOfABase() throws Exception {
    index();
    copySteps(2);
    build("one");
    registry.requests.clear();

    agents.build(
        "two",
        agents.both(),
        request -> request.platform(Platform.parse("linux/amd64")).noCache(true));

    assertThat(registry.asked("baci-base-")).isEmpty();
    assertThat(askedOfTheBase()).hasSize(4);
  }
}
