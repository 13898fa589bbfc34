package io.github.baci.compress;

import io.github.baci.api.AciCompression;
import io.github.baci.api.LayerCompression;
import java.io.IOException;

/** Compresses chunks, each for itself, so that they can be put one after the other. */
public interface ChunkCodec extends AutoCloseable {

  /** Returns a new codec for ACIs that are compressed so. */
  static ChunkCodec of(AciCompression compression) {
    return switch (compression) {
      case NONE -> plain();
      case GZIP -> gzip();
      case GZIP_OF_ONE_MEMBER -> gzipOfOneMember();
      case BZIP2 -> bzip2();
      case XZ -> xz();
    };
  }

  /** Returns a new codec for layers that are compressed so. */
  static ChunkCodec of(LayerCompression compression) {
    return switch (compression) {
      case GZIP -> gzip();
      case ZSTD -> zstd();
    };
  }

  /** Returns a codec that leaves chunks as they are. */
  static ChunkCodec plain() {
    return new PlainCodec();
  }

  /** Returns a codec whose chunks are gzip members. */
  static ChunkCodec gzip() {
    return new GzipCodec();
  }

  /** Returns a codec whose chunks are joined to one gzip member. */
  static ChunkCodec gzipOfOneMember() {
    return new JoinedGzipCodec();
  }

  /** Returns a codec whose chunks are bzip2 streams. */
  static ChunkCodec bzip2() {
    return new Bzip2Codec();
  }

  /** Returns a codec whose chunks are xz streams. */
  static ChunkCodec xz() {
    return new XzCodec();
  }

  /** Returns a codec whose chunks are zstd frames. */
  static ChunkCodec zstd() {
    return new ZstdCodec();
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

  /** Returns what joins the chunks of a new file. */
  default Joint joint() {
    return Joint.NONE;
  }

  @Override
  void close();
}
