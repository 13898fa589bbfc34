package io.github.baci.registry;

import io.github.baci.api.BuildListener;
import io.github.baci.api.ImageReference;
import io.github.baci.api.SourceOptions;
import io.github.baci.api.SourceOptions.Credential;
import io.github.baci.http.Retry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A registry of the test's own, and what a client of it waited for and warned of. */
abstract class RepositoryFixture {
  @TempDir Path home;
  final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
  final List<String> warnings = Collections.synchronizedList(new ArrayList<>());
  final List<String> activities = Collections.synchronizedList(new ArrayList<>());
  final Map<String, String> environment = new HashMap<>();
  SourceOptions options = SourceOptions.DEFAULT;
  PlayedRegistry registry;

  @BeforeEach
  void start() throws IOException {
    registry = new PlayedRegistry();
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  static SourceOptions options(Map<String, Credential> logins) {
    return SourceOptions.builder().credentials(logins).build();
  }

  Repository repository(String name) {
    return open(registry.host() + "/" + name);
  }

  Repository open(String name) {
    BuildListener listener =
        new BuildListener() {
          @Override
          public void warning(String message) {
            warnings.add(message);
          }

          @Override
          public void activity(String what) {
            activities.add(what);
          }
        };
    return new Registries(options, environment, home, new Retry(pauses::add, line -> {}), listener)
        .open(ImageReference.parse(name));
  }
}
