package io.github.baci.build;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.api.BuildResult;
import io.github.baci.api.Platform;
import io.github.baci.api.StepCacheOptions;
import io.github.baci.registry.PlayedRegistry;
import io.github.baci.testing.SampleLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  @Test
  void aChangedStepOnABaseBehindAnIndexWaitsForFiveAnswers() throws Exception {
    String digest =
        registry.manifests.keySet().stream()
            .filter(name -> name.startsWith("library/runtime@"))
            .findAny()
            .orElseThrow()
            .substring("library/runtime@".length());
    int size = requireNonNull(registry.manifests.get("library/runtime@" + digest)).length;
    String index =
        """
        {"schemaVersion": 2, "mediaType": "application/vnd.oci.image.index.v1+json",
         "manifests": [{"mediaType": "application/vnd.oci.image.manifest.v1+json",
           "digest": "%s", "size": %d, "platform": {"os": "linux", "architecture": "amd64"}}]}
        """
            .formatted(digest, size);
    registry.manifests.put("library/runtime:latest", index.getBytes(UTF_8));
    agents.write(
        "Dockerfile",
        "FROM HOST/library/runtime\nCOPY a /a\nCOPY b /b\nCOPY c /c\n"
            .replace("HOST", registry.host()));
    build("one");
    agents.write("c", "changed");
    List<long[]> times = agents.delayAnswers(1000);

    build("two");

    assertThat(agents.outcomes).contains("stage-0 3 CACHED", "stage-0 4 DONE");
    assertThat(times)
        .as("index, manifest, config and layer of the base; knock, two records and two layers")
        .hasSize(9);
    assertThat(SharedAgents.longestChain(times)).isLessThanOrEqualTo(5);
  }
}
