package io.github.baci.build.shared;

import io.github.baci.api.BuildListener;
import io.github.baci.api.Digest;
import io.github.baci.api.ImageReference;
import io.github.baci.api.Platform;
import io.github.baci.api.StepCacheOptions;
import io.github.baci.build.parts.ContextFiles;
import io.github.baci.build.parts.LayerParts;
import io.github.baci.build.shared.RecordSearch.Found;
import io.github.baci.concurrent.DaemonThreads;
import io.github.baci.layer.LayerStore;
import io.github.baci.oci.CompressedLayers;
import io.github.baci.registry.Registries;
import io.github.baci.registry.Repository;
import io.github.baci.source.pull.KnownDocuments;
import io.github.baci.source.pull.RepositoryLayers;
import io.github.baci.store.Store;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Results of steps that are shared in repositories of registries. Nothing of it is ever the reason
 * for a failure, nor for waiting longer than {@link Patience} has it: a repository that does not
 * answer is left alone for the rest of the build, with one warning. Safe for several threads.
 */
public final class SharedSteps implements AutoCloseable {
  /** So many records are asked for at once: a round trip costs more than a connection. */
  private static final int AT_ONCE = 48;

  /** After so many results that could not be taken no more are tried. */
  private static final int MOST_FAILURES = 3;

  private final Map<String, CacheRepository> repositories = new LinkedHashMap<>();
  private final RecordSearch search;
  private final Optional<RecordWriter> writer;
  private final Optional<SharedImages> images;
  private final SharedBases bases;
  private final Optional<Renewal> renewal;
  private final RepositoryLayers layers;
  private final CacheSession session;
  private final Map<String, CacheRepository> places = new ConcurrentHashMap<>();
  private final List<Future<Optional<Found<StepRecord>>>> kept = new ArrayList<>();
  private int failures;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(AT_ONCE, new DaemonThreads("baci-step-cache"));

  /**
   * Names the repositories; nothing is asked yet.
   *
   * @param context what of results need not be sent
   * @throws io.github.baci.api.BaciException if one of them has a tag, or a key cannot be read
   */
  public SharedSteps(
      StepCacheOptions options,
      Registries registries,
      Store store,
      LayerStore layers,
      CompressedLayers compressed,
      ContextFiles context,
      BuildListener listener) {
    this.session = new CacheSession(new Patience(options.patience()), threads, context, listener);
    LayerParts parts = new LayerParts(context);
    RecordSignatures signatures = RecordSignatures.of(options);
    List<CacheRepository> from =
        options.from().stream().map(name -> repository(name, registries)).toList();
    Optional<CacheRepository> to = options.to().map(name -> repository(name, registries));
    Optional<RecordPush> push = to.map(place -> new RecordPush(place, signatures, session));
    this.renewal = to.map(place -> new Renewal(place, session, Clock.systemUTC()));
    this.search = new RecordSearch(from, renewal, signatures, session);
    this.writer = push.map(place -> new RecordWriter(place, layers, compressed, parts));
    this.bases = new SharedBases(search, push, session);
    this.images =
        options.scope() == StepCacheOptions.Scope.STEPS_AND_IMAGES
            ? Optional.of(
                new SharedImages(
                    search,
                    push.map(place -> new ImageWriter(place, compressed, parts)),
                    new PieceStore(store, session),
                    session))
            : Optional.empty();
    this.layers = new RepositoryLayers(store, layers, parts);
  }

  /** An image of a registry, by its name. */
  public record RegistryImage(ImageReference name, Platform platform) {}

  private CacheRepository repository(String name, Registries registries) {
    return repositories.computeIfAbsent(
        name, key -> new CacheRepository(key, registries, session.patience(), session.listener()));
  }

  /** Returns the whole images that are shared, if they are. */
  public Optional<SharedImages> images() {
    return images;
  }

  /** Returns what is known of base images without asking their registries. */
  public KnownDocuments bases() {
    return bases;
  }

  /**
   * Begins to find out whether the repositories answer, and does not wait.
   *
   * @param base a base image that is going to be {@linkplain #bases looked for}, if there is one
   */
  public void knock(Optional<RegistryImage> base) {
    Optional<String> tag =
        base.map(
            image -> BaseDocuments.KIND.tag(BaseDocuments.key(image.name(), image.platform())));
    for (CacheRepository repository : repositories.values()) {
      repository.knock(threads, tag);
    }
  }

  /** Asks for the records of all keys, side by side. */
  public Map<String, StepRecord> find(Collection<String> keys) throws InterruptedException {
    session.patience().moved();
    Map<String, Future<Optional<Found<StepRecord>>>> asked = new LinkedHashMap<>();
    for (String key : keys) {
      asked.put(key, search.ask(StepRecord.KIND, key));
    }
    Map<String, StepRecord> found = new HashMap<>();
    for (Map.Entry<String, Future<Optional<Found<StepRecord>>>> each : asked.entrySet()) {
      Optional<Found<StepRecord>> answer = search.await(each.getValue());
      if (answer.isPresent()) {
        found.put(each.getKey(), answer.get().record());
        places.put(each.getKey(), answer.get().place());
        writer.ifPresent(to -> to.found(answer.get().record(), answer.get().place()));
      }
    }
    return found;
  }

  /**
   * Hears that records are of use although nobody asks for them. When it is time to write records
   * anew, they are asked for, and written anew too: what changes later builds on them.
   */
  public void keep(Collection<String> keys) {
    if (renewal.isPresent() && renewal.get().isDue()) {
      for (String key : keys) {
        kept.add(search.ask(StepRecord.KIND, key));
      }
    }
  }

  /** Brings the layers of a record into the store; returns whether they are there now. */
  public boolean bring(StepRecord record) throws InterruptedException {
    CacheRepository place = places.get(record.key());
    if (place == null
        || place.isAway()
        || session.patience().isOver()
        || failures >= MOST_FAILURES) {
      return false;
    }
    long begin = System.nanoTime();
    session.patience().moved();
    Future<?> coming =
        threads.submit(
            () -> {
              place.look(repository -> bring(record, repository, place));
              return null;
            });
    try {
      session.patience().await(coming);
      return true;
    } catch (TimeoutException e) {
      place.leave("it does not send what it has in time");
    } catch (ExecutionException e) {
      session.patience().lost(System.nanoTime() - begin);
      failed(record, place, e.getCause());
    }
    return false;
  }

  private Void bring(StepRecord record, Repository repository, CacheRepository place)
      throws IOException, InterruptedException {
    layers.bring(
        repository,
        record.blobs(),
        record.diffIds(),
        "a step of the cache " + place.name(),
        session.patience());
    return null;
  }

  private void failed(StepRecord record, CacheRepository place, @Nullable Throwable cause) {
    failures++;
    writer.ifPresent(to -> to.damaged(record, place));
    place.failed(cause, "a step is executed, because its result");
  }

  /**
   * Puts the result of a step into the repository for that, while the build goes on.
   *
   * @param base the diff IDs of the base image
   * @param diffIds the diff IDs of the layers above it
   */
  public void offer(String key, List<Digest> base, List<Digest> diffIds) {
    writer.ifPresent(to -> to.offer(key, base, diffIds));
  }

  /** Waits until what was offered has been put there, or given up. */
  public void finish() throws InterruptedException {
    session.patience().moved();
    if (writer.isPresent()) {
      writer.get().finish();
    }
    if (images.isPresent()) {
      images.get().finish();
    }
    bases.finish();
    for (Future<Optional<Found<StepRecord>>> each : kept) {
      search.await(each);
    }
    if (renewal.isPresent()) {
      renewal.get().finish();
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
