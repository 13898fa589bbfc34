package io.github.baci.compress;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;

/** Makes each chunk a bzip2 stream with blocks of 900,000 bytes. */
final class Bzip2Codec implements ChunkCodec {
  @Override
  public int target() {
    return 7031 * 512; // whole tar blocks, a little less than four blocks of bzip2
  }

  @Override
  public String parameters() {
    return "bzip2 9 " + BZip2CompressorOutputStream.class.getPackage().getImplementationVersion();
  }

  @Override
  public boolean isWorthKeeping() {
    return true;
  }

  @Override
  public byte[] compress(byte[] bytes, int length) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(length / 2 + 64);
    try (BZip2CompressorOutputStream bzip2 =
        new BZip2CompressorOutputStream(out, BZip2CompressorOutputStream.MAX_BLOCKSIZE)) {
      bzip2.write(bytes, 0, length);
    }
    return out.toByteArray();
  }

  @Override
  public void close() {}
}
