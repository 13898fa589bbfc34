package io.github.baci.api;

/**
 * How far an input may go: each is far beyond what anybody writes by hand, and keeps a small
 * hostile input from taking all memory, the disk, the stack or the evening. How much archives may
 * hold is said in {@code compress.DecompressionLimits} and {@code layer.TarLimits}, which take
 * their numbers from here.
 */
public final class Limits {
  /**
   * How many characters the expansion of one word may have beyond those that it has as it stands.
   * Linux passes no variable of more than 128 KiB to a program. {@code ARG a=${a}${a}} doubles a
   * value with each line.
   */
  public static final int EXPANDED_WORD = 1 << 20;

  /**
   * How many steps the matching of a pattern as in {@code ${name//a*b/c}} may take: about a second.
   * The number grows with the square of the value's length.
   */
  public static final long PATTERN_STEPS = 500_000_000L;

  /** How many characters a path may have that is followed; Linux takes 4,096 bytes at once. */
  public static final int PATH = 64 << 10;

  /** How many stages a Dockerfile may have: each has a thread while it is built. */
  public static final int STAGES = 500;

  /** How many bytes a compressed stream may hold: 1 TiB. */
  public static final long DECOMPRESSED_BYTES = 1L << 40;

  /**
   * How many times as many bytes may come out of a compressed stream as go in, from {@link
   * #DECOMPRESSION_RATIO_FROM} on. Text comes to 20, and gzip's own limit is 1,032.
   */
  public static final int DECOMPRESSION_RATIO = 200;

  /** How many bytes come out before the ratio counts: short streams may well be repetitive. */
  public static final long DECOMPRESSION_RATIO_FROM = 1L << 30;

  /** How much memory an xz stream may ask for, in KiB: its largest preset takes 65 MiB. */
  public static final int XZ_MEMORY_KIB = 256 << 10;

  /** How many bytes an ignore file may have. */
  public static final int IGNORE_FILE = 16 << 20;

  private Limits() {}
}
