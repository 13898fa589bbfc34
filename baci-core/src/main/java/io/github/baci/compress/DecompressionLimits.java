package io.github.baci.compress;

import io.github.baci.api.Limits;

/**
 * How much a compressed stream may hold, so that a small file cannot fill the disk.
 *
 * @param bytes how many bytes may come out at most
 * @param ratio how many times as many bytes may come out as go in
 * @param ratioFrom how many bytes come out before the ratio counts: short streams may well be very
 *     repetitive
 */
public record DecompressionLimits(long bytes, int ratio, long ratioFrom) {
  /** What serves when nothing is said: 1 TiB, and from 1 GiB on no more than 200:1. */
  public static final DecompressionLimits DEFAULT =
      new DecompressionLimits(
          Limits.DECOMPRESSED_BYTES, Limits.DECOMPRESSION_RATIO, Limits.DECOMPRESSION_RATIO_FROM);
}
