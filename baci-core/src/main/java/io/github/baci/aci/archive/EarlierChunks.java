package io.github.baci.aci.archive;

import io.github.baci.api.Digest;
import io.github.baci.layer.Layer;
import io.github.baci.store.Records;
import io.github.baci.store.Store;
import io.github.baci.store.Store.Area;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The compressed chunks of layers that the image that was last written to a place had, and the one
 * that is written now has not. Where a few files of a layer have changed, most chunks of the new
 * layer hold the same bytes as those of the old one, and are found here by them. Safe for several
 * threads.
 */
final class EarlierChunks implements AutoCloseable {
  /** Layers of long chains are not all looked through. */
  private static final int MOST_LAYERS = 8;

  private final Store store;
  private final Records records;
  private final String key;
  private final String codecId;
  private final String before;
  private final String now;
  private final List<LayerChunks> opened = new ArrayList<>();
  private boolean open;

  private EarlierChunks(Store store, String key, String codecId, String before, String now) {
    this.store = store;
    this.records = new Records(store);
    this.key = key;
    this.codecId = codecId;
    this.before = before;
    this.now = now;
  }

  /**
   * Looks at the layers of the image before.
   *
   * @param file where the image is written
   * @param layers the layers that it has now
   * @param codecId what tells the codec's parameters from others; empty, if nothing is kept
   */
  static EarlierChunks of(Store store, Path file, List<Layer> layers, String codecId) {
    TreeSet<String> now = new TreeSet<>();
    for (Layer layer : layers) {
      now.add(layer.diffId().hex());
    }
    byte[] path = file.toAbsolutePath().normalize().toString().getBytes(StandardCharsets.UTF_8);
    String key = "layers-" + Digest.sha256Of(path).hex();
    String before = codecId.isEmpty() ? "" : new Records(store).text(Area.FILES, key).orElse("");
    return new EarlierChunks(store, key, codecId, before, String.join("\n", now));
  }

  /**
   * Looks for a chunk.
   *
   * @param content the SHA-256 digest of what it is made of
   */
  synchronized Optional<byte[]> find(byte[] content) throws IOException {
    if (!open) {
      open = true;
      openEarlier();
    }
    for (LayerChunks chunks : opened) {
      Optional<ChunkPack.Range> range = chunks.find(content);
      if (range.isPresent()) {
        ByteBuffer bytes = range.get().read(ByteBuffer.allocate((int) range.get().length()));
        return Optional.of(bytes.array());
      }
    }
    return Optional.empty();
  }

  private void openEarlier() throws IOException {
    for (String layer : before.split("\n")) {
      if (!layer.isEmpty() && opened.size() < MOST_LAYERS && !now.contains(layer)) {
        opened.add(LayerChunks.openEarlier(store, layer, codecId));
      }
    }
  }

  /** Remembers the layers of the image that was written. */
  void remember() throws IOException {
    if (!codecId.isEmpty() && !now.equals(before)) {
      records.put(Area.FILES, key, now);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    for (LayerChunks chunks : opened) {
      chunks.close();
    }
  }
}
