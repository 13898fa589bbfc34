package io.github.baci.build;

import io.github.baci.api.StepCacheOptions;
import io.github.baci.api.StepCacheTrust;
import io.github.baci.registry.PlayedRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Agents, and a registry for their cache that is going to be at fault. */
@Timeout(120)
abstract class SharedFaultsFixture {
  static final String LEFT_ALONE = " is not used in this build: ";

  @TempDir Path directory;
  private final CountDownLatch over = new CountDownLatch(1);
  SharedAgents agents;
  PlayedRegistry registry;

  @BeforeEach
  void start() throws IOException {
    agents = new SharedAgents(directory);
    registry = agents.registry;
  }

  @AfterEach
  void stop() {
    over.countDown();
    agents.close();
  }

  /** Lets requests wait for the end of the test. */
  void silence(String regex) {
    registry.fault(
        regex,
        (exchange, body) -> {
          waitForTheEnd(Long.MAX_VALUE);
          return true;
        });
  }

  /** Returns whether the test has come to its end in a time. */
  boolean waitForTheEnd(long millis) {
    try {
      return over.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** A build that waits for a bad repository no longer than this in all. */
  StepCacheOptions impatient(StepCacheOptions.Scope scope) {
    return new StepCacheOptions(
        List.of(agents.cache()),
        Optional.of(agents.cache()),
        Duration.ofMillis(300),
        StepCacheTrust.EVERYBODY,
        scope);
  }
}
