package io.github.baci.api;

import java.time.Duration;
import java.util.Optional;

/**
 * What to delete from a repository with shared results of steps and whole images.
 *
 * @param repository the repository, as in {@link StepCacheOptions}
 * @param olderThan records that no build has written or renewed for this time go; all, if empty
 * @param mode what is done with them
 * @param sources how registries are reached
 */
public record CachePruneRequest(
    String repository,
    Optional<Duration> olderThan,
    PruneRequest.Mode mode,
    SourceOptions sources) {}
