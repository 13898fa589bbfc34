package io.github.baci.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.Baci;
import io.github.baci.api.AciOptions;
import io.github.baci.api.BuildListener;
import io.github.baci.api.BuildRequest;
import io.github.baci.api.BuildResult;
import io.github.baci.api.StepCacheOptions;
import io.github.baci.api.StepCacheTrust;
import io.github.baci.testing.BusyboxBase;
import io.github.baci.testing.LoopbackRegistry;
import io.github.baci.testing.TestImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two agents with empty stores and a real registry: the second executes no RUN. */
class SharedStepsIT {
  @TempDir private Path directory;
  private final List<String> outcomes = Collections.synchronizedList(new ArrayList<>());
  private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());

  @Test
  void theSecondAgentRunsNoStep() throws Exception {
    Path context = Files.createDirectories(directory.resolve("context"));
    Files.writeString(
        context.resolve("Dockerfile"),
        """
        FROM base AS compiled
        RUN head -c 16 /dev/urandom | od -x > /random
        FROM base
        COPY --from=compiled /random /random
        RUN cat /random /proc/sys/kernel/random/uuid > /both
        """);
    try (LoopbackRegistry registry = LoopbackRegistry.start()) {
      BuildResult first = build("one", registry.host());
      assertThat(outcomes).doesNotContain("stage-1 3 CACHED");

      BuildResult second = build("two", registry.host());

      assertThat(outcomes)
          .containsExactly("stage-1 1 DONE", "stage-1 2 CACHED", "stage-1 3 CACHED");
      assertThat(warnings).isEmpty();
      assertThat(second.imageId()).isEqualTo(first.imageId());
    }
  }

  private BuildResult build(String agent, String host) throws Exception {
    outcomes.clear();
    TestImage base = BusyboxBase.image();
    String cache = host + "/cache/app";
    BuildRequest request =
        BuildRequest.builder(
                directory.resolve("context"),
                directory.resolve(agent + ".aci"),
                AciOptions.named("example.com/shared"))
            .storeDirectory(directory.resolve("store-" + agent))
            .namedContexts(Map.of("base", "oci-layout://" + base.layout() + ":" + base.tag()))
            .timestamp(Instant.parse("2026-11-01T00:00:00Z"))
            .stepCache(
                new StepCacheOptions(
                    List.of(cache),
                    Optional.of(cache),
                    SharedAgents.PATIENT,
                    StepCacheTrust.EVERYBODY,
                    StepCacheOptions.Scope.STEPS_AND_IMAGES))
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
}
