package io.github.baci.api;

import java.nio.file.Path;

/**
 * What to delete from a store.
 *
 * @param storeDirectory the store
 * @param rules what is deleted, unless a build may use it
 * @param dryRun whether only to say what would be deleted
 */
public record PruneRequest(Path storeDirectory, PruneRules rules, boolean dryRun) {}
