package io.github.baci.layer;

import io.github.baci.store.DamagedEntryException;
import java.util.function.Supplier;

/**
 * What tells whether the tar of a layer is as it was written.
 *
 * @param checksums the checksums of its blocks
 * @param damage takes the layer out of the store, and makes the exception that says so
 */
public record TarChecks(BlockChecksums checksums, Supplier<DamagedEntryException> damage) {
  /** For layers whose bytes nobody reads. */
  static final TarChecks NONE =
      new TarChecks(
          BlockChecksums.NONE,
          () -> new DamagedEntryException("the bytes of a layer that has only entries"));
}
