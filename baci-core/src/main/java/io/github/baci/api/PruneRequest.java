package io.github.baci.api;

import io.github.baci.api.BuildRequest.EngineOptions;
import java.nio.file.Path;

/**
 * What to delete from a store.
 *
 * @param storeDirectory the store
 * @param rules what is deleted, unless a build may use it
 * @param mode what is done with that
 * @param engine whose builder deletes what belongs to subordinate uids of the user; it is started
 *     when there is something of that kind
 */
public record PruneRequest(Path storeDirectory, PruneRules rules, Mode mode, EngineOptions engine) {

  /** Takes the engine that serves when nothing is said. */
  public PruneRequest(Path storeDirectory, PruneRules rules, Mode mode) {
    this(storeDirectory, rules, mode, EngineOptions.DEFAULT);
  }

  /** Whether anything is deleted. */
  public enum Mode {
    /** It is deleted. */
    DELETE,
    /** It is told alone, and stays. */
    TELL
  }
}
