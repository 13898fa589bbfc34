package io.github.baci.compress;

import java.util.Arrays;

/** Leaves chunks as they are. */
final class PlainCodec implements ChunkCodec {
  @Override
  public int target() {
    return 1 << 20;
  }

  @Override
  public String parameters() {
    return "none";
  }

  @Override
  public boolean isWorthKeeping() {
    return false;
  }

  @Override
  public byte[] compress(byte[] bytes, int length) {
    return Arrays.copyOf(bytes, length);
  }

  @Override
  public void close() {}
}
