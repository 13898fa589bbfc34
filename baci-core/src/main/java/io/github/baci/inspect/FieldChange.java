package io.github.baci.inspect;

import java.util.Optional;

/**
 * How one field of a document differs between two images.
 *
 * @param field where it is, as in {@code config.Env.PATH}
 * @param before its value before, if it had one: a text as it is, all else as JSON
 * @param after its value now, if it has one
 */
public record FieldChange(String field, Optional<String> before, Optional<String> after) {}
