package io.github.baci.compress;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.util.ZstdVersion;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Makes each chunk a zstd frame (RFC 8878) with its size and a checksum, at the library's own level
 * of 3. The window of that level is 2 MB: chunks of twice as much lose little at their ends.
 */
final class ZstdCodec implements ChunkCodec {
  private static final int LEVEL = 3;

  private final Queue<ZstdCompressCtx> contexts = new ConcurrentLinkedQueue<>();

  @Override
  public int target() {
    return 4 << 20;
  }

  @Override
  public String parameters() {
    return "zstd " + LEVEL + " " + ZstdVersion.VERSION;
  }

  @Override
  public boolean isWorthKeeping() {
    return true;
  }

  @Override
  public byte[] compress(byte[] bytes, int length) {
    ZstdCompressCtx polled = contexts.poll();
    ZstdCompressCtx context =
        polled == null
            ? new ZstdCompressCtx().setLevel(LEVEL).setChecksum(true).setContentSize(true)
            : polled;
    byte[] frame = new byte[(int) Zstd.compressBound(length)];
    int count = context.compressByteArray(frame, 0, frame.length, bytes, 0, length);
    contexts.add(context);
    return Arrays.copyOf(frame, count);
  }

  @Override
  public void close() {
    for (ZstdCompressCtx context = contexts.poll(); context != null; context = contexts.poll()) {
      context.close();
    }
  }
}
