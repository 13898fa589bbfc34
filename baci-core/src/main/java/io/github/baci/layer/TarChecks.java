package io.github.baci.layer;

import io.github.baci.store.DamagedEntryException;
import java.util.function.Supplier;

/**
 * What tells whether the tar of a layer is as it was written.
 *
 * @param checksums the checksums of its blocks
 * @param damage takes the layer out of the store, and makes the exception that says so
 * @param absence makes the exception that says that the tar is gone
 */
public record TarChecks(
    BlockChecksums checksums,
    Supplier<DamagedEntryException> damage,
    Supplier<DamagedEntryException> absence) {
  /** For layers whose bytes nobody reads. */
  static final TarChecks NONE =
      new TarChecks(
          BlockChecksums.NONE,
          () -> new DamagedEntryException("a layer that has only entries"),
          () -> new DamagedEntryException("a layer that has only entries"));
}
