package io.github.baci.compress;

/**
 * A part of a chunk that shows whether the chunk shrinks: 4 KiB of every 64, so that what is
 * compressed already and what is not are both seen where a chunk has some of each.
 */
final class ChunkSample {
  /** What tells this rule from another one that would choose otherwise. */
  static final String RULE = "sample4/64,92";

  private static final int PIECE = 4 << 10;
  private static final int STRIDE = 64 << 10;

  /**
   * Whoever saves less than this many per cent of the bytes has not shrunk them. Jars save about
   * five, by the names in them: a second of work for 2 MB.
   */
  private static final int LEAST_SAVED = 8;

  private ChunkSample() {}

  /** Returns whether a chunk is long enough for a sample to cost less than it can save. */
  static boolean isWorthTaking(int length) {
    return length >= STRIDE;
  }

  /** Returns the sample of a chunk of at least one stride. */
  static byte[] of(byte[] bytes, int length) {
    int pieces = length / STRIDE;
    byte[] sample = new byte[pieces * PIECE];
    for (int i = 0; i < pieces; i++) {
      // from the middle: at its begin a chunk has headers, which always shrink
      System.arraycopy(bytes, i * STRIDE + STRIDE / 2, sample, i * PIECE, PIECE);
    }
    return sample;
  }

  /** Returns whether compressing has saved enough to go on with the whole. */
  static boolean hasShrunk(int before, int after) {
    return after * 100L < before * (100L - LEAST_SAVED);
  }
}
