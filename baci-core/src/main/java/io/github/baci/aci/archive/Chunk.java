package io.github.baci.aci.archive;

import io.github.baci.api.Digest;
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

  /** About how many bytes the identity of an item has. */
  private static final int EXPECTED = 48;

  /**
   * Returns the digest of what decides the bytes of this chunk before compression: the fields of
   * all headers, and where in which layer the content lies. No content is read.
   */
  byte[] identity() {
    IdentityBytes bytes = new IdentityBytes(items.size() * EXPECTED);
    for (ChunkItem item : items) {
      item.writeIdentity(bytes);
    }
    MessageDigest digest = Digest.Algorithm.SHA256.newMessageDigest();
    digest.update(bytes.content());
    return digest.digest();
  }

  /** Returns how many bytes of content the chunk has. */
  long contentBytes() {
    long sum = 0;
    for (ChunkItem item : items) {
      sum += item.length();
    }
    return sum;
  }
}
