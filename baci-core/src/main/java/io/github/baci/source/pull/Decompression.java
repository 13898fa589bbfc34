package io.github.baci.source.pull;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Undoes the compression of layers, which is known by their first bytes and not by media types. */
public final class Decompression {
  private static final int BUFFER = 128 << 10;
  private static final int MAGIC = 4;

  private Decompression() {}

  /** Returns the bytes as they were before they were compressed with gzip or zstd, if they were. */
  public static InputStream of(InputStream in) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(in, 4096);
    buffered.mark(MAGIC);
    byte[] magic = buffered.readNBytes(MAGIC);
    buffered.reset();
    if (startsWith(magic, 0x1f, 0x8b)) {
      return new GZIPInputStream(buffered, BUFFER);
    }
    if (startsWith(magic, 0x28, 0xb5, 0x2f, 0xfd)) {
      return new ZstdInputStreamNoFinalizer(buffered);
    }
    return buffered;
  }

  /** Returns whether what {@link #of} returned decompresses anything. */
  public static boolean changes(InputStream decompressed) {
    return !(decompressed instanceof BufferedInputStream);
  }

  private static boolean startsWith(byte[] bytes, int... start) {
    if (bytes.length < start.length) {
      return false;
    }
    for (int i = 0; i < start.length; i++) {
      if ((bytes[i] & 0xff) != start[i]) {
        return false;
      }
    }
    return true;
  }
}
