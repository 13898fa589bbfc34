package io.github.baci.build.shared;

import io.github.baci.api.Digest;
import io.github.baci.build.parts.LayerParts;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerStore;
import io.github.baci.oci.CompressedLayer;
import io.github.baci.oci.CompressedLayers;
import io.github.baci.oci.Descriptor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Puts records and their layers into a repository, while a build goes on. */
final class RecordWriter {
  private final RecordPush push;
  private final CacheRepository to;
  private final LayerStore layers;
  private final CompressedLayers compressed;
  private final LayerParts parts;
  private final Patience patience;
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

  RecordWriter(RecordPush push, LayerStore layers, CompressedLayers compressed, LayerParts parts) {
    this.push = push;
    this.to = push.place();
    this.layers = layers;
    this.compressed = compressed;
    this.parts = parts;
    this.patience = push.session().patience();
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
          push.begin(
              StepRecord.KIND.tag(key),
              () -> put(key, base, diffIds),
              () -> diffIds.forEach(pushed::remove)));
    }
  }

  private void put(String key, List<Digest> base, List<Digest> diffIds)
      throws IOException, InterruptedException {
    List<Descriptor> blobs = new ArrayList<>();
    for (Digest diffId : diffIds) {
      blobs.add(layer(diffId));
    }
    push.put(StepRecord.KIND, new StepRecord(key, base, diffIds, blobs));
  }

  /** Puts a layer into the repository, once. */
  private Descriptor layer(Digest diffId) throws IOException, InterruptedException {
    synchronized (diffId.hex().intern()) {
      Blob there = known.get(diffId);
      if (there != null && there.place() == to && (pushed.contains(diffId) || has(there))) {
        pushed.add(diffId);
        return there.descriptor();
      }
      Layer layer =
          layers.find(diffId).orElseThrow(() -> new IOException("layer " + diffId + " is gone"));
      Optional<byte[]> parts = made(layer);
      if (parts.isPresent()) {
        return document(diffId, parts.get());
      }
      CompressedLayer blob = compress(layer);
      Descriptor descriptor = CacheArtifact.blob(blob.mediaType(), blob.digest(), blob.size());
      Blob target = new Blob(descriptor, to);
      if (suspect.contains(diffId) || !has(target)) {
        push.push(descriptor, blob::open, mountable(there, descriptor));
      }
      known.put(diffId, target);
      pushed.add(diffId);
      return descriptor;
    }
  }

  /** Returns what stands for a layer that everybody can make of the build context. */
  private Optional<byte[]> made(Layer layer) throws IOException {
    patience.working();
    try {
      return parts.of(layer);
    } finally {
      patience.worked();
    }
  }

  private Descriptor document(Digest diffId, byte[] document)
      throws IOException, InterruptedException {
    Descriptor descriptor =
        CacheArtifact.blob(LayerParts.MEDIA_TYPE, Digest.sha256Of(document), document.length);
    Blob target = new Blob(descriptor, to);
    if (suspect.contains(diffId) || !has(target)) {
      push.push(descriptor, () -> new ByteArrayInputStream(document), Optional.empty());
    }
    known.put(diffId, target);
    pushed.add(diffId);
    return descriptor;
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
    return push.has(blob.descriptor());
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
      if (!push.await(each, "results")) {
        return;
      }
    }
  }
}
