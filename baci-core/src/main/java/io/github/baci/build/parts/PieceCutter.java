package io.github.baci.build.parts;

import io.github.baci.api.Digest;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts files into pieces where their bytes say so ("content-defined chunking", with the rolling sum
 * of FastCDC, Xia et al., USENIX ATC 2016): files that have a long run of bytes in common have the
 * pieces in it in common, wherever it lies.
 */
public final class PieceCutter {
  /** No piece is shorter, but for a last one. */
  static final int LEAST = 1 << 20;

  /** No piece is longer. */
  static final int MOST = 16 << 20;

  /** What is no longer stands in the record. */
  static final int MOST_INLINE = 8 << 10;

  /** A cut once in 4 MiB; the upper bits of the sum depend on the most bytes. */
  private static final long MASK = 0x3FFFFFL << 42;

  private static final long[] SUMMANDS = summands();

  private final FileChannel file;
  private final List<Cut> cuts = new ArrayList<>();

  /**
   * A piece and where it lies.
   *
   * @param offset in the file
   */
  public record Cut(long offset, Piece piece) {}

  private PieceCutter(FileChannel file) {
    this.file = file;
  }

  /**
   * Cuts a file.
   *
   * @param given pieces that are known, in the order in which they lie in the file
   */
  public static List<Cut> cut(Path file, List<Cut> given) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      PieceCutter cutter = new PieceCutter(channel);
      long at = 0;
      for (Cut each : given) {
        cutter.cut(at, each.offset());
        cutter.cuts.add(each);
        at = each.offset() + each.piece().size();
      }
      cutter.cut(at, channel.size());
      return cutter.cuts;
    }
  }

  private void cut(long from, long to) throws IOException {
    if (from < to && to - from <= MOST_INLINE) {
      byte[] bytes = new byte[(int) (to - from)];
      read(from, bytes, 0, bytes.length);
      cuts.add(new Cut(from, new Piece.Inline(bytes)));
      return;
    }
    byte[] window = new byte[(int) Math.min(MOST, Math.max(to - from, 0))];
    int filled = 0;
    long at = from;
    while (at < to) {
      int want = (int) Math.min(window.length, to - at);
      read(at + filled, window, filled, want - filled);
      int length = length(window, want);
      MessageDigest digest = Digest.Algorithm.SHA256.newMessageDigest();
      digest.update(window, 0, length);
      cuts.add(new Cut(at, new Piece.Blob(Digest.sha256(digest.digest()), length)));
      System.arraycopy(window, length, window, 0, want - length);
      filled = want - length;
      at += length;
    }
  }

  private void read(long offset, byte[] bytes, int start, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, start, length);
    while (buffer.hasRemaining()) {
      if (file.read(buffer, offset + buffer.position() - start) < 0) {
        throw new EOFException("the image becomes shorter while it is read");
      }
    }
  }

  /** Returns the length of the piece that bytes begin with. */
  private static int length(byte[] bytes, int count) {
    long sum = 0;
    for (int i = LEAST; i < count; i++) {
      sum = (sum << 1) + SUMMANDS[bytes[i] & 0xff];
      if ((sum & MASK) == 0) {
        return i + 1;
      }
    }
    return count;
  }

  /** The same numbers in every version: others would cut in other places (SplitMix64). */
  private static long[] summands() {
    long[] summands = new long[256];
    long state = 0x6261636920706563L;
    for (int i = 0; i < summands.length; i++) {
      state += 0x9E3779B97F4A7C15L;
      long mixed = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
      mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
      summands[i] = mixed ^ (mixed >>> 31);
    }
    return summands;
  }
}
