package io.github.baci.source;

import io.github.baci.api.Digest;
import java.time.Instant;

/**
 * By what is known that a reference still stands for the same image: a record in the store says so
 * as long as it is the same, and until some time.
 *
 * @param key the key of the record in the store's area for images
 * @param content the digest of what the record says
 * @param until when the source is to be asked again
 */
public record Standing(String key, Digest content, Instant until) {}
