package io.github.baci.layer;

/**
 * What a tar may hold at most, so that a hostile one cannot fill memory or disk.
 *
 * @param entries the number of entries
 * @param pathBytes the length of a path or link target in bytes
 * @param headerBytes the length of one extended header in bytes; extended attributes are in it
 * @param holeBytes the holes of all sparse files together, in bytes
 */
public record TarLimits(int entries, int pathBytes, int headerBytes, long holeBytes) {
  /**
   * What serves when nothing is said: five million entries, Linux's longest path, and headers that
   * have room for the longest extended attributes.
   */
  public static final TarLimits DEFAULT = new TarLimits(5_000_000, 4096, 4 << 20, 64L << 30);

  /** Linux's longest name. */
  static final int NAME_BYTES = 255;
}
