package io.github.baci.build.shared;

import io.github.baci.api.BaciException;
import io.github.baci.api.BuildListener;
import io.github.baci.api.Digest;
import io.github.baci.api.ImageReference;
import io.github.baci.api.StepCacheOptions;
import io.github.baci.http.HttpFailure;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerStore;
import io.github.baci.oci.CompressedLayer;
import io.github.baci.oci.CompressedLayers;
import io.github.baci.oci.Descriptor;
import io.github.baci.registry.Registries;
import io.github.baci.registry.Repository;
import io.github.baci.source.pull.RepositoryLayers;
import io.github.baci.store.Store;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Results of steps that are shared in repositories of registries. Nothing of it is ever the reason
 * for a failure: a repository that does not answer is left alone for the rest of the build, with
 * one warning. Safe for several threads.
 */
public final class SharedSteps implements AutoCloseable {
  /** So many records are asked for at once: a round trip costs more than a connection. */
  private static final int AT_ONCE = 24;

  private final Map<String, Repository> from = new LinkedHashMap<>();
  private final Optional<String> to;
  private final Repository target;
  private final Store store;
  private final LayerStore layers;
  private final CompressedLayers compressed;
  private final BuildListener listener;
  private final Set<String> away = ConcurrentHashMap.newKeySet();
  private final Set<String> written = ConcurrentHashMap.newKeySet();
  private final Map<Digest, Descriptor> known = new ConcurrentHashMap<>();
  private final Set<Digest> pushed = ConcurrentHashMap.newKeySet();
  private final Map<String, String> places = new ConcurrentHashMap<>();
  private final List<Future<?>> writing = new ArrayList<>();
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          AT_ONCE,
          task -> {
            Thread thread = new Thread(task, "baci-step-cache");
            thread.setDaemon(true);
            return thread;
          });

  /** Opens the repositories; nothing is asked yet. */
  public SharedSteps(
      StepCacheOptions options,
      Registries registries,
      Store store,
      LayerStore layers,
      CompressedLayers compressed,
      BuildListener listener) {
    for (String name : options.from()) {
      from.put(name, open(registries, name));
    }
    this.to = options.to();
    this.target = to.map(name -> open(registries, name)).orElse(null);
    this.store = store;
    this.layers = layers;
    this.compressed = compressed;
    this.listener = listener;
  }

  private static Repository open(Registries registries, String name) {
    ImageReference reference = ImageReference.parse(name);
    if (reference.digest().isPresent() || !reference.tag().equals(Optional.of("latest"))) {
      throw new BaciException(
          "'%s' names no step cache: it must be a repository without a tag, as in registry.example.com/cache/app"
              .formatted(name));
    }
    return registries.open(reference);
  }

  /** Asks for the records of all keys, side by side. */
  public Map<String, StepRecord> find(Collection<String> keys) throws InterruptedException {
    Map<String, Future<Optional<StepRecord>>> asked = new LinkedHashMap<>();
    for (String key : keys) {
      asked.put(key, threads.submit(() -> find(key)));
    }
    Map<String, StepRecord> found = new HashMap<>();
    for (Map.Entry<String, Future<Optional<StepRecord>>> each : asked.entrySet()) {
      try {
        each.getValue().get().ifPresent(record -> found.put(each.getKey(), record));
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      }
    }
    return found;
  }

  private Optional<StepRecord> find(String key) throws InterruptedException {
    for (Map.Entry<String, Repository> each : from.entrySet()) {
      if (away.contains(each.getKey())) {
        continue;
      }
      try {
        Optional<Repository.Document> document = each.getValue().findManifest(StepRecord.tag(key));
        if (document.isPresent()) {
          StepRecord record = StepRecord.read(document.get().bytes(), key);
          places.put(key, each.getKey());
          if (to.equals(Optional.of(each.getKey()))) {
            written.add(key);
            pushed.addAll(record.diffIds());
          }
          for (int i = 0; i < record.diffIds().size(); i++) {
            known.putIfAbsent(record.diffIds().get(i), record.blobs().get(i));
          }
          return Optional.of(record);
        }
      } catch (HttpFailure e) {
        leave(each.getKey(), e.getMessage());
      } catch (IOException e) {
        listener.debug("the step cache %s: %s".formatted(each.getKey(), e.getMessage()));
      }
    }
    return Optional.empty();
  }

  private void leave(String name, String why) {
    if (away.add(name)) {
      listener.warning("the step cache %s is not used in this build: %s".formatted(name, why));
    }
  }

  /** Brings the layers of a record into the store; returns whether they are there now. */
  public boolean bring(StepRecord record) throws InterruptedException {
    String name = places.get(record.key());
    try {
      new RepositoryLayers(store, layers)
          .bring(from.get(name), record.blobs(), record.diffIds(), "a step of the cache " + name);
      return true;
    } catch (BaciException | IOException e) {
      listener.warning(
          "a step is executed, because its result cannot be taken from the step cache %s: %s"
              .formatted(name, e.getMessage()));
      return false;
    }
  }

  /**
   * Puts the result of a step into the repository for that, while the build goes on.
   *
   * @param base the diff IDs of the base image
   * @param diffIds the diff IDs of the layers above it
   */
  public void offer(String key, List<Digest> base, List<Digest> diffIds) {
    if (to.isEmpty() || !written.add(key)) {
      return;
    }
    synchronized (writing) {
      writing.add(
          threads.submit(
              () -> {
                write(key, base, diffIds);
                return null;
              }));
    }
  }

  private void write(String key, List<Digest> base, List<Digest> diffIds)
      throws InterruptedException {
    String name = to.orElseThrow();
    if (away.contains(name)) {
      return;
    }
    try {
      List<Descriptor> blobs = new ArrayList<>();
      for (Digest diffId : diffIds) {
        blobs.add(push(diffId));
      }
      StepRecord record = new StepRecord(key, base, diffIds, blobs);
      byte[] config = record.config();
      Descriptor described =
          new Descriptor(
              StepRecord.TYPE,
              Digest.sha256Of(config),
              config.length,
              List.of(),
              Map.of(),
              Optional.empty());
      target.push(
          described, () -> new java.io.ByteArrayInputStream(config), Optional.empty(), bytes -> {});
      target.manifest(
          record.manifest(), "application/vnd.oci.image.manifest.v1+json", StepRecord.tag(key));
    } catch (HttpFailure e) {
      leave(name, e.getMessage());
    } catch (IOException | BaciException e) {
      listener.debug("the step cache %s: %s".formatted(name, e.getMessage()));
    }
  }

  /** Puts a layer into the repository, once. */
  private Descriptor push(Digest diffId) throws IOException, InterruptedException {
    synchronized (diffId.hex().intern()) {
      Descriptor there = known.get(diffId);
      if (there != null && (pushed.contains(diffId) || target.has(there))) {
        pushed.add(diffId);
        return there;
      }
      Layer layer =
          layers.find(diffId).orElseThrow(() -> new IOException("layer " + diffId + " is gone"));
      CompressedLayer blob = compressed.of(layer);
      Descriptor descriptor =
          new Descriptor(
              blob.mediaType(), blob.digest(), blob.size(), List.of(), Map.of(), Optional.empty());
      if (!target.has(descriptor)) {
        target.push(descriptor, blob::open, Optional.empty(), bytes -> {});
      }
      known.put(diffId, descriptor);
      pushed.add(diffId);
      return descriptor;
    }
  }

  /** Waits until what was offered has been put there, or given up. */
  public void finish() throws InterruptedException {
    List<Future<?>> left;
    synchronized (writing) {
      left = List.copyOf(writing);
    }
    for (Future<?> each : left) {
      try {
        each.get();
      } catch (ExecutionException e) {
        leave(to.orElseThrow(), String.valueOf(e.getCause()));
      }
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    try {
      threads.awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
