package io.github.baci.aci;

import io.github.baci.store.Digest;
import java.security.MessageDigest;
import java.util.List;

/**
 * A part of an archive that is compressed for itself: entries, or a slice of one.
 *
 * @param layer the number of the layer that the entries are from, or {@link #NO_LAYER}
 * @param items the entries in their order
 */
record Chunk(int layer, List<ChunkItem> items) {
  /** The number of no layer. */
  static final int NO_LAYER = -1;

  /**
   * Returns the digest of what decides the bytes of this chunk before compression: all headers, and
   * where in which layer the content lies. No content is read.
   */
  byte[] identity() {
    MessageDigest digest = Digest.Algorithm.SHA256.newMessageDigest();
    for (ChunkItem item : items) {
      item.addIdentity(digest);
    }
    return digest.digest();
  }
}
