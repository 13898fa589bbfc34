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
   * What serves when nothing is said: five million entries, paths longer than Linux takes them at
   * once, because commands make deeper ones, and headers that have room for the longest extended
   * attributes.
   */
  public static final TarLimits DEFAULT = new TarLimits(5_000_000, 64 << 10, 4 << 20, 64L << 30);

  /** How many names a path may have: no code that goes through a tree runs out of stack. */
  static final int PATH_NAMES = 2048;

  /** Linux's longest name. */
  static final int NAME_BYTES = 255;
}
