package io.github.baci.compress;

import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * Makes each chunk a gzip member (RFC 1952) without name and time.
 *
 * <p>The level is 1: of a Debian system of 170 MB it makes 66.4 MB in 2.7 s of one core, where
 * level 4 makes 62.0 MB in 3.7 s and level 6, which most tools take, 60.5 MB in 7.1 s. Jars come
 * out the same with each. The JDK compresses with its own zlib or the system's. All versions of
 * zlib itself give the same bytes; replacements such as zlib-ng give others.
 *
 * <p>A chunk whose {@link ChunkSample} does not shrink (jars, images, archives) is not compressed
 * but {@linkplain StoredMember stored}, at the speed of a copy; zlib would come to nearly the same
 * size by trying every byte of it. The rule looks at the data alone.
 */
final class GzipCodec implements ChunkCodec {
  static final int LEVEL = 1;
  static final int HEADER = 10;
  static final int TRAILER = 8;
  private static final byte FASTEST = 4;
  private static final byte UNKNOWN_SYSTEM = (byte) 255;
  private static final int SAMPLE = 32 << 10;

  /** The same for all of a JVM, which has one zlib; null until it was asked for. */
  private static volatile @Nullable String parameters;

  private final Queue<Work> free = new ConcurrentLinkedQueue<>();

  /** What one thread needs at a time; used again, as there are many chunks. */
  private static final class Work {
    final Deflater deflater = new Deflater(LEVEL, true);
    byte[] member = new byte[0];
  }

  @Override
  public int target() {
    return 1 << 20;
  }

  /** Tells implementations of zlib apart by what they make of a sample. */
  @Override
  public String parameters() {
    String known = parameters;
    if (known == null) {
      known = findParameters();
      parameters = known;
    }
    return known;
  }

  private String findParameters() {
    byte[] sample = new byte[SAMPLE];
    int state = 1;
    for (int i = 0; i < SAMPLE; i++) {
      state = state * 1103515245 + 12345;
      int random = state >>> 24;
      sample[i] = (i & 64) == 0 || i < 1024 ? (byte) (random & 0x1f) : sample[i - 640 - random];
    }
    // No SHA-256: a small build that hashes next to nothing else would have it compiled for this.
    byte[] member = compress(sample, SAMPLE);
    CRC32 check = new CRC32();
    check.update(member);
    return "gzip " + LEVEL + " " + ChunkSample.RULE + " " + member.length + " " + check.getValue();
  }

  @Override
  public boolean isWorthKeeping() {
    return true;
  }

  @Override
  public byte[] compress(byte[] bytes, int length) {
    Work polled = free.poll();
    Work work = polled == null ? new Work() : polled;
    byte[] member =
        shrinks(work.deflater, bytes, length)
            ? deflated(work, bytes, length)
            : StoredMember.of(bytes, length);
    free.add(work);
    return member;
  }

  static boolean shrinks(Deflater deflater, byte[] bytes, int length) {
    if (!ChunkSample.isWorthTaking(length)) {
      return true;
    }
    byte[] sample = ChunkSample.of(bytes, length);
    byte[] rest = new byte[sample.length];
    deflater.reset();
    deflater.setInput(sample);
    deflater.finish();
    int count = deflater.deflate(rest);
    return deflater.finished() && ChunkSample.hasShrunk(sample.length, count);
  }

  private static byte[] deflated(Work work, byte[] bytes, int length) {
    Deflater deflater = work.deflater;
    deflater.reset();
    deflater.setInput(bytes, 0, length);
    deflater.finish();
    byte[] member = work.member;
    int least = HEADER + TRAILER + length / 2 + 64;
    if (member.length < least) {
      member = new byte[least];
    }
    int count = putHeader(member);
    while (!deflater.finished()) {
      if (member.length - count < TRAILER + 64) {
        member = Arrays.copyOf(member, member.length + member.length / 2);
      }
      count += deflater.deflate(member, count, member.length - TRAILER - count);
    }
    work.member = member;
    return Arrays.copyOf(member, putTrailer(member, count, bytes, length));
  }

  /** Returns the end of the trailer. */
  static int putTrailer(byte[] member, int count, byte[] bytes, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, length);
    putInt(member, count, (int) crc.getValue());
    putInt(member, count + 4, length);
    return count + TRAILER;
  }

  @Override
  public void close() {
    for (Work work = free.poll(); work != null; work = free.poll()) {
      work.deflater.end();
    }
  }

  /** Returns the header of a member without name and time. */
  static byte[] header() {
    byte[] header = new byte[HEADER];
    putHeader(header);
    return header;
  }

  static int putHeader(byte[] member) {
    Arrays.fill(member, 0, HEADER, (byte) 0);
    member[0] = 0x1f;
    member[1] = (byte) 0x8b;
    member[2] = Deflater.DEFLATED;
    member[8] = FASTEST;
    member[9] = UNKNOWN_SYSTEM;
    return HEADER;
  }

  private static void putInt(byte[] member, int offset, int value) {
    for (int i = 0; i < 4; i++) {
      member[offset + i] = (byte) (value >>> (8 * i));
    }
  }
}
