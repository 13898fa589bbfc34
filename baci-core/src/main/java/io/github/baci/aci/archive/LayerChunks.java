package io.github.baci.aci.archive;

import io.github.baci.compress.ChunkCodec;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerEntry;
import io.github.baci.store.Store;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The compressed chunks of one layer in the store: one or more packs, each with what those before
 * it lack. For one thread.
 */
final class LayerChunks implements AutoCloseable {
  /** A layer shorter than this is compressed anew each time, which is faster than a file. */
  private static final long LEAST_TAR = 128 << 10;

  /**
   * Different images hide different files of a layer; packs of more images than this are not kept.
   */
  private static final int MOST_PACKS = 16;

  private final Store store;
  private final String key;
  private final boolean kept;
  private final List<ChunkPack> packs = new ArrayList<>();

  private LayerChunks(Store store, String key, boolean kept) {
    this.store = store;
    this.key = key;
    this.kept = kept;
  }

  /**
   * Opens the packs of a layer.
   *
   * @param codecId what tells the codec's parameters from others
   */
  static LayerChunks open(Store store, Layer layer, ChunkCodec codec, String codecId)
      throws IOException {
    boolean kept = codec.isWorthKeeping() && isWorthKeeping(layer);
    LayerChunks chunks = new LayerChunks(store, key(layer, codecId), kept);
    if (kept) {
      chunks.openPacks();
    }
    return chunks;
  }

  /**
   * Opens the packs of a layer that an earlier image had.
   *
   * @param diffId its diff ID in hex digits
   */
  static LayerChunks openEarlier(Store store, String diffId, String codecId) throws IOException {
    LayerChunks chunks = new LayerChunks(store, diffId + "-" + codecId, true);
    chunks.openPacks();
    return chunks;
  }

  private static String key(Layer layer, String codecId) {
    return layer.diffId().hex() + "-" + codecId;
  }

  /** Marks the packs of a layer as used, as opening them would. */
  static void use(Store store, Layer layer, String codecId) {
    String key = key(layer, codecId);
    for (int i = 0; i < MOST_PACKS; i++) {
      if (store.find(Store.Area.CHUNKS, key + "." + i).isEmpty()) {
        return;
      }
    }
  }

  /**
   * Returns where a chunk is.
   *
   * @param identity its {@linkplain Chunk#identity identity}, or the digest of what it is made of
   */
  Optional<ChunkPack.Range> find(byte[] identity) {
    for (ChunkPack pack : packs) {
      Optional<ChunkPack.Range> range = pack.find(identity);
      if (range.isPresent()) {
        return range;
      }
    }
    return Optional.empty();
  }

  /** Returns whether a further pack is to be written, if chunks are missing. */
  boolean takesMore() {
    return kept && packs.size() < MOST_PACKS;
  }

  /** Returns the key of the next pack. */
  String nextKey() {
    return key + "." + packs.size();
  }

  @Override
  public void close() throws IOException {
    for (ChunkPack pack : packs) {
      pack.close();
    }
  }

  private void openPacks() throws IOException {
    while (packs.size() < MOST_PACKS) {
      Optional<ChunkPack> pack = ChunkPack.open(store, nextKey());
      if (pack.isEmpty()) {
        return;
      }
      packs.add(pack.get());
    }
  }

  /** Returns whether a layer is so long that its compressed chunks are kept. */
  static boolean isWorthKeeping(Layer layer) {
    long bytes = 0;
    for (LayerEntry entry : layer.entries()) {
      bytes += entry instanceof LayerEntry.RegularFile file ? 512 + file.size() : 512;
      if (bytes >= LEAST_TAR) {
        return true;
      }
    }
    return false;
  }
}
