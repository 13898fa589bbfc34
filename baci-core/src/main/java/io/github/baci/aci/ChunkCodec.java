package io.github.baci.aci;

import java.io.IOException;

/** Compresses chunks, each for itself, so that they can be put one after the other. */
interface ChunkCodec extends AutoCloseable {

  /** Returns the codec of a compression. */
  static ChunkCodec of(AciCompression compression) {
    return switch (compression) {
      case NONE -> new PlainCodec();
      case GZIP -> new GzipCodec();
      case BZIP2 -> new Bzip2Codec();
      case XZ -> new XzCodec();
    };
  }

  /** Returns about how many bytes a chunk shall have before compression. */
  int target();

  /**
   * Returns a text that is another one wherever the bytes that come out may be others: algorithm,
   * level, and what tells implementations apart.
   */
  String parameters();

  /** Returns whether it pays to keep compressed chunks. */
  boolean isWorthKeeping();

  /** Compresses some bytes. Safe for several threads. */
  byte[] compress(byte[] bytes, int length) throws IOException;

  @Override
  void close();
}
