package io.github.baci.build.shared;

import io.github.baci.api.BaciException;
import io.github.baci.api.BuildListener;
import io.github.baci.api.Digest;
import io.github.baci.http.HttpFailure;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerStore;
import io.github.baci.oci.CompressedLayer;
import io.github.baci.oci.CompressedLayers;
import io.github.baci.oci.Descriptor;
import io.github.baci.oci.MediaTypes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Puts records and their layers into a repository, while a build goes on. */
final class RecordWriter {
  private final CacheRepository to;
  private final LayerStore layers;
  private final CompressedLayers compressed;
  private final RecordSignatures signatures;
  private final Patience patience;
  private final ExecutorService threads;
  private final BuildListener listener;
  private final Set<String> written = ConcurrentHashMap.newKeySet();
  private final Map<Digest, Blob> known = new ConcurrentHashMap<>();
  private final Set<Digest> pushed = ConcurrentHashMap.newKeySet();
  private final Set<Digest> suspect = ConcurrentHashMap.newKeySet();
  private final List<Future<?>> writing = new ArrayList<>();

  /**
   * A layer as a repository has it.
   *
   * @param place the repository
   */
  private record Blob(Descriptor descriptor, CacheRepository place) {}

  RecordWriter(
      CacheRepository to,
      LayerStore layers,
      CompressedLayers compressed,
      RecordSignatures signatures,
      Patience patience,
      ExecutorService threads,
      BuildListener listener) {
    this.to = to;
    this.layers = layers;
    this.compressed = compressed;
    this.signatures = signatures;
    this.patience = patience;
    this.threads = threads;
    this.listener = listener;
  }

  /** Hears that a repository has a record: what it names need not be sent again. */
  void found(StepRecord record, CacheRepository place) {
    if (place == to) {
      written.add(record.key());
      pushed.addAll(record.diffIds());
    }
    for (int i = 0; i < record.diffIds().size(); i++) {
      known.putIfAbsent(record.diffIds().get(i), new Blob(record.blobs().get(i), place));
    }
  }

  /** Hears that a record is of no use: it and what it names are put there again. */
  void damaged(StepRecord record, CacheRepository place) {
    if (place == to) {
      written.remove(record.key());
    }
    record.diffIds().forEach(known::remove);
    suspect.addAll(record.diffIds());
    record.diffIds().forEach(pushed::remove);
  }

  /** Begins to put the result of a step there, unless it is there already. */
  void offer(String key, List<Digest> base, List<Digest> diffIds) {
    if (!written.add(key)) {
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
    if (!to.isThere()) {
      return;
    }
    try {
      try {
        put(key, base, diffIds);
      } catch (HttpFailure e) {
        if (!CacheRepository.mayBeMissing(e)) {
          throw e;
        }
        // A blob that a record names may have been deleted since.
        diffIds.forEach(pushed::remove);
        put(key, base, diffIds);
      }
    } catch (HttpFailure e) {
      if (!to.isThereAlready(StepRecord.tag(key), e)) {
        to.leave(e.getMessage());
      }
    } catch (IOException | BaciException e) {
      listener.debug("the step cache %s: %s".formatted(to.name(), e.getMessage()));
    }
  }

  private void put(String key, List<Digest> base, List<Digest> diffIds)
      throws IOException, InterruptedException {
    List<Descriptor> blobs = new ArrayList<>();
    for (Digest diffId : diffIds) {
      blobs.add(push(diffId));
    }
    StepRecord record = new StepRecord(key, base, diffIds, blobs);
    byte[] config = record.config();
    Descriptor described =
        CacheArtifact.blob(StepRecord.TYPE, Digest.sha256Of(config), config.length);
    to.ask(
        repository ->
            repository.push(
                described,
                () -> new ByteArrayInputStream(config),
                Optional.empty(),
                bytes -> patience.moved()));
    to.ask(
        repository -> {
          repository.manifest(
              record.artifact(signatures.sign(config), Instant.now()).manifest(StepRecord.TYPE),
              MediaTypes.OCI_MANIFEST,
              StepRecord.tag(key));
          return record;
        });
  }

  /** Puts a layer into the repository, once. */
  private Descriptor push(Digest diffId) throws IOException, InterruptedException {
    synchronized (diffId.hex().intern()) {
      Blob there = known.get(diffId);
      if (there != null && there.place() == to && (pushed.contains(diffId) || has(there))) {
        pushed.add(diffId);
        return there.descriptor();
      }
      Layer layer =
          layers.find(diffId).orElseThrow(() -> new IOException("layer " + diffId + " is gone"));
      CompressedLayer blob = compress(layer);
      Descriptor descriptor = CacheArtifact.blob(blob.mediaType(), blob.digest(), blob.size());
      Blob target = new Blob(descriptor, to);
      if (suspect.contains(diffId) || !has(target)) {
        patience.sent(blob.size());
        try {
          to.ask(
              repository ->
                  repository.push(
                      descriptor,
                      blob::open,
                      mountable(there, descriptor),
                      bytes -> patience.moved()));
        } finally {
          patience.sent(-blob.size());
        }
      }
      known.put(diffId, target);
      pushed.add(diffId);
      return descriptor;
    }
  }

  private CompressedLayer compress(Layer layer) throws IOException, InterruptedException {
    patience.working();
    try {
      return compressed.of(layer);
    } finally {
      patience.worked();
    }
  }

  private boolean has(Blob blob) throws IOException, InterruptedException {
    return to.ask(repository -> repository.has(blob.descriptor()));
  }

  /** Returns the repository of the same registry that has the same blob, if one is known. */
  private Optional<String> mountable(@Nullable Blob there, Descriptor wanted) {
    return there != null
            && there.place().host().equals(to.host())
            && there.descriptor().digest().equals(wanted.digest())
        ? Optional.of(there.place().path())
        : Optional.empty();
  }

  /** Waits until what was offered has been put there, or given up. */
  void finish() throws InterruptedException {
    List<Future<?>> left;
    synchronized (writing) {
      left = List.copyOf(writing);
    }
    patience.moved();
    for (Future<?> each : left) {
      try {
        patience.await(each);
      } catch (TimeoutException e) {
        to.leave("it does not take results in time");
      } catch (ExecutionException e) {
        to.leave(String.valueOf(e.getCause()));
      } catch (CancellationException e) {
        return;
      }
    }
  }
}
