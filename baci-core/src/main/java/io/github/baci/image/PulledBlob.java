package io.github.baci.image;

import io.github.baci.api.Digest;

/**
 * The compressed form that a layer of a base image came in. Whoever writes the image for others
 * passes it on as it is, because compressing the layer again could give other bytes.
 *
 * @param digest the digest of the compressed bytes
 * @param size how many they are
 * @param mediaType the media type that its source gave; empty where it gave none
 */
public record PulledBlob(Digest digest, long size, String mediaType) {}
