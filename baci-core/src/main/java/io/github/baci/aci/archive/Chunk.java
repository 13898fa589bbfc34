package io.github.baci.aci.archive;

import io.github.baci.api.Digest;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
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
   * Returns the digest of what decides the bytes of this chunk before compression: the fields of
   * all headers, and where in which layer the content lies. No content is read.
   */
  byte[] identity() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(items.size() * 128);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (ChunkItem item : items) {
        item.writeIdentity(out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Digest.Algorithm.SHA256.newMessageDigest().digest(bytes.toByteArray());
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
