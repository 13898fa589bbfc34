package io.github.baci.aci.archive;

import io.github.baci.api.BaciException;
import io.github.baci.api.Digest;
import io.github.baci.compress.DecompressionLimits;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The uncompressed bytes of an ACI, whatever it is compressed with, and their SHA-512 digest. What
 * is wrong with the bytes is a {@link BaciException} that names the ACI.
 */
final class ArchiveInput extends InputStream {
  private static final int BUFFER = 128 << 10;
  private static final int MAGIC_LENGTH = 6;

  /** More than any preset of xz needs to be read. */
  private static final int XZ_MEMORY_KIB = 100 << 10;

  private static final byte[] GZIP = {0x1f, (byte) 0x8b};
  private static final byte[] BZIP2 = {'B', 'Z', 'h'};
  private static final byte[] XZ = {(byte) 0xfd, '7', 'z', 'X', 'Z', 0};
  private static final byte[] ZSTD = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};

  private final InputStream in;
  private final CountedInput compressed;
  private final String origin;
  private final MessageDigest digest = Digest.Algorithm.SHA512.newMessageDigest();

  private final Optional<DecompressionLimits> limits;
  private long size;

  private ArchiveInput(
      InputStream in,
      CountedInput compressed,
      String origin,
      Optional<DecompressionLimits> limits) {
    this.in = in;
    this.limits = limits;
    this.compressed = compressed;
    this.origin = origin;
  }

  /** Begins to read, without limits. */
  static ArchiveInput open(InputStream compressed, String origin) {
    return open(compressed, origin, Optional.empty());
  }

  /**
   * Begins to read.
   *
   * @param compressed the bytes of the ACI
   * @param origin what it is, for messages
   * @param limits how much it may hold at most
   */
  static ArchiveInput open(
      InputStream compressed, String origin, Optional<DecompressionLimits> limits) {
    CountedInput counted = new CountedInput(compressed);
    BufferedInputStream buffered = new BufferedInputStream(counted, BUFFER);
    try {
      buffered.mark(MAGIC_LENGTH);
      byte[] magic = buffered.readNBytes(MAGIC_LENGTH);
      buffered.reset();
      return new ArchiveInput(decompressed(buffered, magic, origin), counted, origin, limits);
    } catch (IOException e) {
      throw damaged(origin, e);
    }
  }

  private static InputStream decompressed(InputStream in, byte[] magic, String origin)
      throws IOException {
    if (startsWith(magic, GZIP)) {
      return GzipCompressorInputStream.builder()
          .setInputStream(in)
          .setDecompressConcatenated(true)
          .get();
    } else if (startsWith(magic, BZIP2)) {
      return new BZip2CompressorInputStream(in, true);
    } else if (startsWith(magic, XZ)) {
      return new XZInputStream(in, XZ_MEMORY_KIB);
    } else if (startsWith(magic, ZSTD)) {
      throw new BaciException(
          "%s is compressed with zstd, which App Container Images may not be; compress it with gzip, bzip2 or xz"
              .formatted(origin));
    }
    return in;
  }

  /** Reads to the end and returns the digest of all bytes. */
  Digest digest() {
    byte[] buffer = new byte[BUFFER];
    while (read(buffer, 0, buffer.length) >= 0) {
      // The digest is taken by the way.
    }
    return Digest.sha512(digest.digest());
  }

  /** Returns how many bytes were read; after {@link #digest}, the size of the archive. */
  long size() {
    return size;
  }

  /** Returns how many bytes the archive has as it is compressed; to be asked at its end. */
  long compressedSize() {
    return compressed.count;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    try {
      int count = in.read(bytes, offset, length);
      if (count > 0) {
        digest.update(bytes, offset, count);
        size += count;
        checkLimits();
      }
      return count;
    } catch (IOException e) {
      throw damaged(origin, e);
    }
  }

  private void checkLimits() {
    if (limits.isEmpty()) {
      return;
    }
    DecompressionLimits most = limits.get();
    if (size > most.bytes()
        || (size > most.ratioFrom() && size / most.ratio() > compressed.count)) {
      throw new BaciException(
          "%s holds %,d bytes and more in %,d compressed ones, and is refused as an archive bomb; if it is none, take it as a file"
              .formatted(origin, size, compressed.count));
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private static BaciException damaged(String origin, IOException cause) {
    return new BaciException(
        "%s cannot be read, or is cut off or damaged: %s"
            .formatted(origin, cause.getMessage() == null ? cause.toString() : cause.getMessage()),
        cause);
  }

  private static boolean startsWith(byte[] bytes, byte[] prefix) {
    return bytes.length >= prefix.length
        && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
  }

  /** Counts what it reads. */
  private static final class CountedInput extends FilterInputStream {
    private long count;

    CountedInput(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int one = super.read();
      count += one < 0 ? 0 : 1;
      return one;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = super.read(bytes, offset, length);
      count += Math.max(0, read);
      return read;
    }

    @Override
    public long skip(long wanted) throws IOException {
      long skipped = super.skip(wanted);
      count += skipped;
      return skipped;
    }
  }
}
