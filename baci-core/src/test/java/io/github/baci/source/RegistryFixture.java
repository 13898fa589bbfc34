package io.github.baci.source;

import io.github.baci.api.BuildListener;
import io.github.baci.api.Platform;
import io.github.baci.api.SourceOptions;
import io.github.baci.api.SourceOptions.Credential;
import io.github.baci.http.Retry;
import io.github.baci.layer.DirectoryLayerStore;
import io.github.baci.layer.LayerStore;
import io.github.baci.registry.Registries;
import io.github.baci.source.pull.KnownDocuments;
import io.github.baci.store.DirectoryStore;
import io.github.baci.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A registry that may fail, and a source that asks it, with an empty store. */
abstract class RegistryFixture {
  static final Platform AMD64 = Platform.parse("linux/amd64");
  static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

  @TempDir Path directory;
  final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
  final List<String> warnings = Collections.synchronizedList(new ArrayList<>());
  final List<Long> progress = Collections.synchronizedList(new ArrayList<>());
  FaultyRegistry registry;
  Store store;
  LayerStore layers;

  @BeforeEach
  void open() throws IOException {
    registry = new FaultyRegistry();
    store = DirectoryStore.open(directory.resolve("store"));
    layers = new DirectoryLayerStore(store);
  }

  @AfterEach
  void close() {
    registry.close();
    store.close();
  }

  RegistrySource source(SourceOptions options, Instant now) {
    BuildListener listener =
        new BuildListener() {
          @Override
          public void warning(String message) {
            warnings.add(message);
          }

          @Override
          public void pullProgress(String image, long done, long total) {
            progress.add(done);
            progress.add(total);
          }
        };
    Registries registries =
        new Registries(
            options,
            Map.of(),
            directory.resolve("home"),
            new Retry(pauses::add, line -> {}),
            listener);
    return new RegistrySource(
        store,
        layers,
        options,
        registries::open,
        KnownDocuments.NONE,
        listener,
        Clock.fixed(now, ZoneOffset.UTC));
  }

  RegistrySource source() {
    return source(SourceOptions.DEFAULT, NOW);
  }

  static SourceOptions options(
      Map<String, String> mirrors, Map<String, Credential> credentials, boolean offline) {
    return SourceOptions.builder()
        .registryMirrors(mirrors)
        .credentials(credentials)
        .offline(offline)
        .build();
  }

  String name(String repository) {
    return registry.host() + "/" + repository;
  }
}
