package io.github.baci.layer;

import io.github.baci.api.BaciException;
import io.github.baci.api.Digest;
import io.github.baci.store.DamagedEntryException;
import io.github.baci.store.StorageFailure;
import io.github.baci.store.Store;
import io.github.baci.store.Store.Area;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ref.SoftReference;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Layers in a {@link Store}: tars in its area {@code LAYERS}, indexes in {@code INDEXES}. A tar
 * whose length is not what its index says, or one of whose blocks is not as it was written, is
 * damaged; it is discarded, so that it is pulled or built again.
 */
public final class DirectoryLayerStore implements LayerStore {
  private final Store store;
  private final TarLimits limits;
  private final ConcurrentMap<Digest, SoftReference<Layer>> loaded = new ConcurrentHashMap<>();

  /** Keeps layers in a store, with {@link TarLimits#DEFAULT}. */
  public DirectoryLayerStore(Store store) {
    this(store, TarLimits.DEFAULT);
  }

  /**
   * Keeps layers in a store.
   *
   * @param limits what a layer from outside may hold at most
   */
  public DirectoryLayerStore(Store store, TarLimits limits) {
    this.store = store;
    this.limits = limits;
  }

  @Override
  public Optional<Layer> find(Digest diffId) {
    String key = key(diffId);
    Optional<Path> tar = store.find(Area.LAYERS, key);
    if (tar.isEmpty()) {
      loaded.remove(diffId);
      return Optional.empty();
    }
    SoftReference<Layer> reference = loaded.get(diffId);
    Layer known = reference == null ? null : reference.get();
    if (known != null) {
      return Optional.of(known);
    }
    try {
      Optional<Layer> layer = load(diffId, key, tar.get());
      layer.ifPresent(this::remember);
      return layer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Layer require(Digest diffId) {
    return find(diffId).orElseThrow(() -> DamagedEntryException.gone(store, "layer " + diffId));
  }

  private Optional<Layer> load(Digest diffId, String key, Path tar) throws IOException {
    long size = Files.size(tar);
    Optional<LayerIndex> index = Optional.empty();
    Optional<Path> indexFile = store.find(Area.INDEXES, key);
    if (indexFile.isPresent()) {
      byte[] bytes = Files.readAllBytes(indexFile.get());
      index = LayerIndex.decode(bytes);
      if (index.isEmpty() && !LayerIndex.isOfEarlierVersion(bytes)) {
        store.dropDamaged(Area.INDEXES, key);
      }
    }
    if (index.isEmpty()) {
      index = rebuild(diffId, tar, size);
      if (index.isPresent()) {
        writeIndex(key, index.get(), indexFile.isPresent());
      }
    }
    if (index.isEmpty() || index.get().tarSize() != size) {
      store.dropDamaged(Area.LAYERS, key);
      store.discard(Area.INDEXES, key);
      return Optional.empty();
    }
    return Optional.of(layer(diffId, tar, index.get()));
  }

  private Layer layer(Digest diffId, Path tar, LayerIndex index) {
    TarChecks checks =
        new TarChecks(
            index.checksums(),
            () -> damaged(diffId),
            () -> DamagedEntryException.gone(store, "layer " + diffId));
    return new Layer(diffId, tar, index.entries(), checks);
  }

  private DamagedEntryException damaged(Digest diffId) {
    loaded.remove(diffId);
    return DamagedEntryException.dropping(store, Area.LAYERS, key(diffId));
  }

  /** Without an index, only its digest tells whether a tar is whole. */
  private Optional<LayerIndex> rebuild(Digest diffId, Path tar, long size) throws IOException {
    try (InputStream in = Files.newInputStream(tar)) {
      DigestingInput digesting = new DigestingInput(in);
      List<LayerEntry> entries = new LayerTar("layer " + diffId, limits).read(digesting);
      return digesting.digest().equals(diffId)
          ? Optional.of(new LayerIndex(size, entries, digesting.checksums()))
          : Optional.empty();
    } catch (BaciException e) {
      return Optional.empty();
    }
  }

  private void remember(Layer layer) {
    loaded.put(layer.diffId(), new SoftReference<>(layer));
  }

  @Override
  public LayerWriter newLayer() throws IOException {
    Store.Staged staged = store.stage(Area.LAYERS);
    try {
      return new DirectoryLayerWriter(this, staged);
    } catch (IOException | RuntimeException e) {
      staged.close();
      throw e;
    }
  }

  @Override
  public Layer add(InputStream tar, String origin) throws IOException {
    try (Store.Staged staged = store.stage(Area.LAYERS);
        FileChannel channel = FileChannel.open(staged.path(), StandardOpenOption.WRITE);
        TarSink sink = new TarSink(channel)) {
      TeeInput tee = new TeeInput(tar, sink, e -> explained(e, sink.position()));
      List<LayerEntry> entries = new LayerTar(origin, limits).read(tee);
      Digest diffId;
      try {
        diffId = sink.finish();
      } catch (IOException e) {
        throw explained(e, sink.position());
      }
      return commit(staged, diffId, new LayerIndex(sink.position(), entries, sink.checksums()));
    }
  }

  /** Puts a finished tar into the store, and its index. */
  Layer commit(Store.Staged staged, Digest diffId, LayerIndex index) throws IOException {
    long size = index.tarSize();
    String key = key(diffId);
    Path present = store.path(Area.LAYERS, key);
    try {
      if (Files.exists(present) && Files.size(present) != size) {
        store.discard(Area.LAYERS, key);
      }
      // The index first: without the tar it does no harm.
      writeIndex(key, index, false);
      Layer layer = layer(diffId, staged.commit(key), index);
      remember(layer);
      return layer;
    } catch (IOException e) {
      throw explained(e, size);
    }
  }

  private void writeIndex(String key, LayerIndex index, boolean replace) throws IOException {
    if (!replace && Files.exists(store.path(Area.INDEXES, key))) {
      return;
    }
    try (Store.Staged staged = store.stage(Area.INDEXES)) {
      Files.write(staged.path(), index.encode());
      if (replace) {
        staged.replace(key);
      } else {
        staged.commit(key);
      }
    }
  }

  /** Returns the exception itself, if it is none that the user can mend; else throws that. */
  IOException explained(IOException failure, long bytes) {
    StorageFailure.explain(failure, store, OptionalLong.of(bytes))
        .ifPresent(
            explained -> {
              throw explained;
            });
    return failure;
  }

  private static String key(Digest diffId) {
    if (diffId.algorithm() != Digest.Algorithm.SHA256) {
      throw new BaciException(
          "the layer %s cannot be kept: diff IDs must be SHA-256 digests".formatted(diffId));
    }
    return diffId.hex();
  }
}
