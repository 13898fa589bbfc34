package io.github.baci.compress;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Makes chunks that {@link GzipJoint} joins to one gzip member; at the level of {@link GzipCodec}.
 */
final class JoinedGzipCodec implements ChunkCodec {
  private final GzipCodec members = new GzipCodec();
  private final Queue<Deflater> deflaters = new ConcurrentLinkedQueue<>();

  @Override
  public int target() {
    return members.target();
  }

  @Override
  public String parameters() {
    return "one " + members.parameters();
  }

  @Override
  public boolean isWorthKeeping() {
    return true;
  }

  @Override
  public Joint joint() {
    return new GzipJoint();
  }

  @Override
  public byte[] compress(byte[] bytes, int length) {
    Deflater deflater = deflaters.poll();
    if (deflater == null) {
      deflater = new Deflater(GzipCodec.LEVEL, true);
    }
    deflater.reset();
    deflater.setInput(bytes, 0, length);
    byte[] chunk = new byte[length / 2 + 128];
    int count = 0;
    int step;
    do {
      if (chunk.length - count < GzipJoint.CHECK + 64) {
        chunk = Arrays.copyOf(chunk, chunk.length + chunk.length / 2);
      }
      int room = chunk.length - GzipJoint.CHECK - count;
      // Up to a whole byte, so that the next chunk can follow.
      step = deflater.deflate(chunk, count, room, Deflater.SYNC_FLUSH);
      count += step;
      if (step < room) {
        break;
      }
    } while (step > 0);
    deflaters.add(deflater);
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, length);
    ByteBuffer.wrap(chunk, count, GzipJoint.CHECK)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt((int) crc.getValue())
        .putLong(length);
    return Arrays.copyOf(chunk, count + GzipJoint.CHECK);
  }

  @Override
  public void close() {
    members.close();
    for (Deflater deflater = deflaters.poll(); deflater != null; deflater = deflaters.poll()) {
      deflater.end();
    }
  }
}
