package io.github.baci.inspect;

import io.github.baci.api.Digest;
import io.github.baci.image.PulledBlob;
import java.util.Optional;

/**
 * A layer.
 *
 * @param diffId the digest of its tar
 * @param size the length of the tar in bytes
 * @param entries how many entries the tar has
 * @param blob the compressed form that it came in, if it came in one
 */
public record ListedLayer(Digest diffId, long size, int entries, Optional<PulledBlob> blob) {}
