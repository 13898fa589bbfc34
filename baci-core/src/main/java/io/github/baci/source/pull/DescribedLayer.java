package io.github.baci.source.pull;

import io.github.baci.api.Digest;
import io.github.baci.oci.Descriptor;

/**
 * A layer as an image's documents describe it.
 *
 * @param blob what it comes as
 * @param diffId the digest of the uncompressed layer
 * @param origin what it is, for messages, as in {@code layer 3 of debian:bookworm}
 */
record DescribedLayer(Descriptor blob, Digest diffId, String origin) {}
