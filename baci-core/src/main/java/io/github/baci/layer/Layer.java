package io.github.baci.layer;

import io.github.baci.api.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A layer: an uncompressed tar in the store and the index of its entries. Layers with the same diff
 * ID are equal. An index may have several entries of one path: the last one counts.
 *
 * @param diffId the SHA-256 digest of the tar
 * @param tar the tar; {@link LayerEntry.RegularFile#offset} points into it
 * @param entries the entries in the order of the tar
 * @param checks what tells whether the tar is as it was written
 */
public record Layer(Digest diffId, Path tar, List<LayerEntry> entries, TarChecks checks) {
  /** Copies the list. */
  public Layer {
    entries = List.copyOf(entries);
  }

  /** Makes a layer of entries alone, whose bytes cannot be read. */
  public Layer(Digest diffId, Path tar, List<LayerEntry> entries) {
    this(diffId, tar, entries, TarChecks.NONE);
  }

  /** Begins to read the tar. */
  public LayerReader open() throws IOException {
    return new LayerReader(this);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Layer that && diffId.equals(that.diffId);
  }

  @Override
  public int hashCode() {
    return diffId.hashCode();
  }

  @Override
  public String toString() {
    return "Layer[" + diffId + ", " + entries.size() + " entries]";
  }
}
