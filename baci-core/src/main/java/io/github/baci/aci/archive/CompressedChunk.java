package io.github.baci.aci.archive;

/**
 * A chunk as it stands in an archive.
 *
 * @param content the SHA-256 digest of what it was made of; empty, if it is not kept
 * @param bytes its bytes, with their check where a {@link io.github.baci.compress.Joint} has one
 */
record CompressedChunk(byte[] content, byte[] bytes) {}
