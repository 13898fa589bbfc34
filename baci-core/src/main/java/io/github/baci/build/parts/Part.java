package io.github.baci.build.parts;

import io.github.baci.api.Digest;

/** A part of bytes most of which a build has already, in files that it takes from its context. */
public sealed interface Part {
  /** Returns its length in bytes. */
  int size();

  /** Bytes that nobody else has: headers, mostly. */
  record Literal(byte[] bytes) implements Part {
    @Override
    public int size() {
      return bytes.length;
    }
  }

  /**
   * Bytes of a file.
   *
   * @param file the digest of the whole file
   * @param offset where they begin in it
   */
  record OfFile(Digest file, long offset, int size) implements Part {}
}
