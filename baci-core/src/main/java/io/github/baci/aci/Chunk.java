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
   * What decides the bytes of a chunk before compression, and how many there are.
   *
   * @param digest of all headers, and of where in which layer the content lies
   * @param size in bytes
   */
  record Identity(byte[] digest, long size) {}

  /** Works the identity out; no content is read. */
  Identity identity() {
    MessageDigest digest = Digest.Algorithm.SHA256.newMessageDigest();
    long size = 0;
    for (ChunkItem item : items) {
      size += item.addIdentity(digest);
    }
    return new Identity(digest.digest(), size);
  }
}
