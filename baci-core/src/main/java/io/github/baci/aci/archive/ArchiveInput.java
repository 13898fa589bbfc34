package io.github.baci.aci.archive;

import io.github.baci.api.BaciException;
import io.github.baci.api.Digest;
import io.github.baci.compress.Compression;
import io.github.baci.compress.DecompressionLimits;
import io.github.baci.compress.Decompressor;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The uncompressed bytes of an ACI, whatever it is compressed with, and their SHA-512 digest, if it
 * is wanted. What is wrong with the bytes is a {@link BaciException} that names the ACI.
 */
final class ArchiveInput extends InputStream {
  private static final int BUFFER = 128 << 10;

  private final InputStream in;
  private final CountedInput compressed;
  private final String origin;
  private final @Nullable MessageDigest digest;

  private long size;

  private ArchiveInput(
      InputStream in, CountedInput compressed, String origin, @Nullable MessageDigest digest) {
    this.in = in;
    this.compressed = compressed;
    this.origin = origin;
    this.digest = digest;
  }

  /**
   * Begins to read, within the limits that serve when nothing is said. No digest is taken: as a
   * rule the manifest, which is what is wanted, stands behind all files.
   */
  static ArchiveInput openWithoutDigest(InputStream compressed, String origin) {
    return open(compressed, origin, DecompressionLimits.DEFAULT, null);
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
    return open(
        compressed,
        origin,
        limits.orElse(DecompressionLimits.DEFAULT),
        Digest.Algorithm.SHA512.newMessageDigest());
  }

  private static ArchiveInput open(
      InputStream compressed,
      String origin,
      DecompressionLimits limits,
      @Nullable MessageDigest digest) {
    CountedInput counted = new CountedInput(compressed);
    try {
      BufferedInputStream buffered = new BufferedInputStream(counted, BUFFER);
      buffered.mark(Compression.MAGIC_LENGTH);
      byte[] head = buffered.readNBytes(Compression.MAGIC_LENGTH);
      buffered.reset();
      if (Compression.detect(head, head.length) == Compression.ZSTD) {
        throw new BaciException(
            "%s is compressed with zstd, which App Container Images may not be; compress it with gzip, bzip2 or xz"
                .formatted(origin));
      }
      return new ArchiveInput(Decompressor.open(buffered, origin, limits), counted, origin, digest);
    } catch (IOException e) {
      throw damaged(origin, e);
    }
  }

  /** Reads to the end and returns the digest of all bytes, if it is taken. */
  Digest digest() {
    if (digest == null) {
      throw new IllegalStateException("no digest is taken of " + origin);
    }
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
        if (digest != null) {
          digest.update(bytes, offset, count);
        }
        size += count;
      }
      return count;
    } catch (IOException e) {
      throw damaged(origin, e);
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
