package io.github.baci.compress;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.github.baci.api.BaciException;
import io.github.baci.api.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * Decompresses streams of every {@link Compression}, to the end of the last member. Damaged streams
 * and those over a limit are a {@link BaciException} that names the origin; what the source itself
 * throws comes through as it is.
 */
public final class Decompressor {
  private static final int BUFFER = 64 << 10;

  private Decompressor() {}

  /** Tells whether a file begins as a compressed stream does. */
  public static boolean isCompressed(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] head = in.readNBytes(Compression.MAGIC_LENGTH);
      return Compression.detect(head, head.length) != Compression.NONE;
    }
  }

  /**
   * Decompresses a stream, whatever its compression is, within {@link DecompressionLimits#DEFAULT}.
   *
   * @param in the stream; closed with the one that is returned
   * @param origin what the stream is, for messages
   * @return the plain bytes; those of the stream itself, if it is not compressed
   */
  public static InputStream open(InputStream in, String origin) throws IOException {
    return open(in, origin, DecompressionLimits.DEFAULT);
  }

  /**
   * Decompresses a stream, whatever its compression is.
   *
   * @param in the stream; closed with the one that is returned
   * @param origin what the stream is, for messages
   * @param limits how much may come out
   * @return the plain bytes; those of the stream itself, if it is not compressed
   */
  public static InputStream open(InputStream in, String origin, DecompressionLimits limits)
      throws IOException {
    CompressedInput compressed = new CompressedInput(in);
    Compression compression = compressed.detect();
    String format = compression.name().toLowerCase(Locale.ROOT);
    try {
      InputStream plain =
          switch (compression) {
            case NONE -> compressed;
            case GZIP -> new GzipMembersInput(compressed, BUFFER);
            case BZIP2 -> new BZip2CompressorInputStream(compressed, true);
            case XZ -> new XZInputStream(compressed, Limits.XZ_MEMORY_KIB);
            case ZSTD -> new ZstdInputStreamNoFinalizer(compressed);
          };
      return new DecompressedInput(compressed, plain, format, origin, limits);
    } catch (IOException e) {
      throw DecompressedInput.explain(e, compressed, format, origin);
    } catch (LinkageError e) {
      throw new BaciException(
          "%s cannot be decompressed: the %s library does not work on this machine (%s)"
              .formatted(origin, format, e.getMessage()),
          e);
    }
  }
}
