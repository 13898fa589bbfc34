package io.github.baci.api;

import java.util.Map;

/**
 * What is in a store after pruning, and what was deleted, or would be.
 *
 * @param kept what is in the store afterwards, by kind; has every kind
 * @param pruned what is not any more, by kind; has every kind
 * @param inUse what was to be deleted, but may be used by a build that is running; is part of what
 *     was kept
 */
public record PruneReport(
    Map<StoredKind, Amount> kept, Map<StoredKind, Amount> pruned, Amount inUse) {

  /**
   * A number of things and their size.
   *
   * @param bytes the size in bytes
   */
  public record Amount(long count, long bytes) {
    /** Nothing. */
    public static final Amount NONE = new Amount(0, 0);

    /** Returns both together. */
    public Amount plus(Amount other) {
      return new Amount(count + other.count, bytes + other.bytes);
    }
  }

  /** Copies the maps. */
  public PruneReport {
    kept = Map.copyOf(kept);
    pruned = Map.copyOf(pruned);
  }

  /** Returns all that was kept. */
  public Amount allKept() {
    return sum(kept.values());
  }

  /** Returns all that was deleted. */
  public Amount allPruned() {
    return sum(pruned.values());
  }

  private static Amount sum(Iterable<Amount> amounts) {
    Amount sum = Amount.NONE;
    for (Amount amount : amounts) {
      sum = sum.plus(amount);
    }
    return sum;
  }
}
