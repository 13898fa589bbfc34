package io.github.baci.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.Baci;
import io.github.baci.api.AciOptions;
import io.github.baci.api.BuildListener;
import io.github.baci.api.BuildRequest;
import io.github.baci.api.Digest;
import io.github.baci.api.StepCacheOptions;
import io.github.baci.api.StepCacheTrust;
import io.github.baci.registry.PlayedRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ten agents with empty stores that build several branches at once and share one cache. */
@Timeout(300)
class SharedStepsAtOnceTest {
  private static final int AGENTS = 10;
  private static final int BRANCHES = 4;

  @TempDir private Path directory;
  private final List<String> told = new CopyOnWriteArrayList<>();

  @Test
  void nothingIsLostAndNothingIsWrong() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(AGENTS);
    try (PlayedRegistry registry = new PlayedRegistry()) {
      String cache = registry.host() + "/cache/app";
      StepCacheOptions shared =
          new StepCacheOptions(
              List.of(cache),
              Optional.of(cache),
              SharedAgents.PATIENT,
              StepCacheTrust.EVERYBODY,
              StepCacheOptions.Scope.STEPS_AND_IMAGES);
      Map<Integer, Digest> expected = new HashMap<>();
      for (int branch = 0; branch < BRANCHES; branch++) {
        write(branch);
        expected.put(branch, build(branch, "alone-" + branch, StepCacheOptions.NONE));
      }
      List<Future<Digest>> built = new ArrayList<>();
      for (int number = 0; number < 2 * AGENTS; number++) {
        int branch = number % BRANCHES;
        String agent = "agent-" + number;
        built.add(threads.submit(() -> build(branch, agent, shared)));
      }
      for (int number = 0; number < built.size(); number++) {
        assertThat(built.get(number).get()).isEqualTo(expected.get(number % BRANCHES));
      }
      assertThat(told).as("warnings").noneMatch(line -> line.startsWith("warning"));

      told.clear();
      for (int branch = 0; branch < BRANCHES; branch++) {
        assertThat(build(branch, "last-" + branch, shared)).isEqualTo(expected.get(branch));
      }
      assertThat(told).as("steps of agents that come last").noneMatch(this::isExecuted);
    } finally {
      threads.shutdownNow();
    }
  }

  /** The first step of a stage is its FROM. */
  private boolean isExecuted(String line) {
    return line.endsWith("DONE") && !line.endsWith(" 1 DONE");
  }

  private Path context(int branch) {
    return directory.resolve("branch-" + branch);
  }

  /** Half of the steps of a branch are those of all. */
  private void write(int branch) throws IOException {
    Path context = Files.createDirectories(context(branch));
    StringBuilder dockerfile = new StringBuilder("FROM scratch AS parts\n");
    for (int i = 0; i < 6; i++) {
      Files.writeString(context.resolve("f" + i), i < 3 ? "same " + i : branch + " " + i);
      dockerfile.append("COPY f").append(i).append(" /").append(i).append('\n');
    }
    dockerfile.append("FROM scratch\nWORKDIR /srv\nCOPY --from=parts /0 /5 /srv/\n");
    Files.writeString(context.resolve("Dockerfile"), dockerfile.toString());
  }

  private Digest build(int branch, String agent, StepCacheOptions shared)
      throws InterruptedException {
    BuildRequest request =
        BuildRequest.builder(
                context(branch),
                directory.resolve(agent + ".aci"),
                AciOptions.named("example.com/test"))
            .storeDirectory(directory.resolve("store-" + agent))
            .timestamp(Instant.parse("2026-11-01T00:00:00Z"))
            .stepCache(shared)
            .build();
    return new Baci().build(request, new Listener()).imageId();
  }

  private final class Listener implements BuildListener {
    @Override
    public void stepEnded(StepId step, Outcome outcome, Duration took) {
      told.add(step.stage() + " " + step.number() + " " + outcome);
    }

    @Override
    public void warning(String message) {
      told.add("warning " + message);
    }
  }
}
