package io.github.baci.compress;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/**
 * Makes each chunk an xz stream of preset 6. The dictionary is as large as a chunk; one thread
 * takes about 100 MB of memory.
 */
final class XzCodec implements ChunkCodec {
  private static final int PRESET = 6;

  @Override
  public int target() {
    return 8 << 20; // the dictionary of preset 6
  }

  @Override
  public String parameters() {
    return "xz " + PRESET + " " + XZOutputStream.class.getPackage().getImplementationVersion();
  }

  @Override
  public boolean isWorthKeeping() {
    return true;
  }

  @Override
  public byte[] compress(byte[] bytes, int length) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(length / 3 + 64);
    try (XZOutputStream xz = new XZOutputStream(out, new LZMA2Options(PRESET))) {
      xz.write(bytes, 0, length);
    }
    return out.toByteArray();
  }

  @Override
  public void close() {}
}
