package io.github.baci.api;

/**
 * What was deleted from a repository with shared results, or would be, and what is left.
 *
 * @param pruned records that go
 * @param kept records that stay
 * @param others tags that are of something else, and stay
 */
public record CachePruneReport(Amount pruned, Amount kept, int others) {
  /**
   * Some records.
   *
   * @param bytes the length of the blobs that they name, each once; of those that go, only of blobs
   *     that no record that stays has too
   */
  public record Amount(int count, long bytes) {}
}
