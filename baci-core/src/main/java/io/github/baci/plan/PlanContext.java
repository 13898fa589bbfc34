package io.github.baci.plan;

import io.github.baci.dockerfile.WordExpander;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What all stages of a build share.
 *
 * @param options the caller's wishes
 * @param global the global arguments
 * @param expander expands words with the escape character of the file
 * @param resolver knows what names stand for
 * @param labels the label of each stage, by its number
 * @param timestamp the time of all history
 */
record PlanContext(
    PlanOptions options,
    GlobalScope global,
    WordExpander expander,
    InputResolver resolver,
    List<String> labels,
    Optional<Instant> timestamp) {}
