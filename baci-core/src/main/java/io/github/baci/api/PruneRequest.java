package io.github.baci.api;

import java.nio.file.Path;

/**
 * What to delete from a store.
 *
 * @param storeDirectory the store
 * @param rules what is deleted, unless a build may use it
 * @param mode what is done with that
 */
public record PruneRequest(Path storeDirectory, PruneRules rules, Mode mode) {

  /** Whether anything is deleted. */
  public enum Mode {
    /** It is deleted. */
    DELETE,
    /** It is told alone, and stays. */
    TELL
  }
}
