package io.github.baci.aci.archive;

import io.github.baci.api.Digest;
import io.github.baci.layer.Layer;
import io.github.baci.store.Records;
import io.github.baci.store.Store;
import io.github.baci.store.Store.Area;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How the archive that was last written to a place begins: with the directories that stand before
 * the entries of all layers. Where these have changed and the layer behind them has not, the last
 * step of a build has changed them, and will again: no archive begins as the one before, and what
 * is known of how the hash stood somewhere in it is of no use to the next one. The same is taken
 * for likely of the first archive of a place, if what stands before all layers is in part of the
 * highest one. Of a short archive, which is hashed faster than a record is written, nothing is
 * remembered. For one thread.
 */
final class ArchiveBeginning {
  private static final long LEAST = 8 << 20;

  private final Records records;
  private final String key;
  private final byte[] now;
  private final boolean isShort;
  private final boolean isOfHighest;
  private final Optional<byte[]> before;

  private ArchiveBeginning(
      Store store, String key, byte[] now, boolean isShort, boolean isOfHighest) {
    this.records = new Records(store);
    this.key = key;
    this.now = now;
    this.isShort = isShort;
    this.isOfHighest = isOfHighest;
    this.before = isShort ? Optional.empty() : records.find(Area.FILES, key);
  }

  /**
   * Looks at how an archive begins.
   *
   * @param file where it is written
   * @param identities those of the chunks
   * @param layers the layers that they are from
   */
  static ArchiveBeginning of(
      Store store, Path file, List<Chunk> chunks, List<byte[]> identities, List<Layer> layers) {
    if (isShort(chunks)) {
      return new ArchiveBeginning(store, "", new byte[0], true, false);
    }
    MessageDigest begin = Digest.Algorithm.SHA256.newMessageDigest();
    MessageDigest layer = Digest.Algorithm.SHA256.newMessageDigest();
    int next = 0;
    while (next < chunks.size() && chunks.get(next).layer() == Chunk.NO_LAYER) {
      begin.update(identities.get(next++));
    }
    while (next < chunks.size() && chunks.get(next).layer() == 0) {
      layer.update(identities.get(next++));
    }
    byte[] digest = begin.digest();
    byte[] now = Arrays.copyOf(digest, digest.length + layer.getDigestLength());
    System.arraycopy(layer.digest(), 0, now, digest.length, layer.getDigestLength());
    byte[] path = file.toAbsolutePath().normalize().toString().getBytes(StandardCharsets.UTF_8);
    return new ArchiveBeginning(
        store, "begin-" + Digest.sha256Of(path).hex(), now, false, isOfHighest(chunks, layers));
  }

  /** Returns whether something of the highest layer stands before the entries of all layers. */
  private static boolean isOfHighest(List<Chunk> chunks, List<Layer> layers) {
    if (layers.size() < 2) {
      return false;
    }
    Layer highest = layers.get(layers.size() - 1);
    for (Chunk chunk : chunks) {
      if (chunk.layer() != Chunk.NO_LAYER) {
        return false;
      }
      for (ChunkItem item : chunk.items()) {
        if (item.node().declared().isPresent() && item.node().layer().equals(highest)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isShort(List<Chunk> chunks) {
    long bytes = 0;
    for (Chunk chunk : chunks) {
      bytes += chunk.contentBytes();
    }
    return bytes < LEAST;
  }

  /**
   * Returns whether the beginning has changed, and what stands behind it has not; of the first
   * archive, whether that is likely.
   */
  boolean changes() {
    if (before.isEmpty()) {
      return isOfHighest;
    }
    if (before.get().length != now.length) {
      return false;
    }
    int half = now.length / 2;
    return !Arrays.equals(now, 0, half, before.get(), 0, half)
        && Arrays.equals(now, half, now.length, before.get(), half, now.length);
  }

  /** Remembers it for the next archive. */
  void remember() throws IOException {
    if (!isShort && (before.isEmpty() || !Arrays.equals(now, before.get()))) {
      records.put(Area.FILES, key, now);
    }
  }
}
