package io.github.baci.compress;

import io.github.baci.api.BaciException;
import io.github.baci.stream.BlockInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The plain side of a decompressor: keeps the limits, and explains damaged streams. */
final class DecompressedInput extends BlockInputStream {
  private final CompressedInput compressed;
  private final InputStream plain;
  private final String format;
  private final String origin;
  private final DecompressionLimits limits;
  private long given;

  DecompressedInput(
      CompressedInput compressed,
      InputStream plain,
      String format,
      String origin,
      DecompressionLimits limits) {
    this.compressed = compressed;
    this.plain = plain;
    this.format = format;
    this.origin = origin;
    this.limits = limits;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count;
    try {
      count = plain.read(bytes, offset, length);
    } catch (IOException e) {
      throw explain(e, compressed, format, origin);
    }
    if (count > 0) {
      given += count;
      check();
    }
    return count;
  }

  /** Returns the source's own failure; for every other one throws what explains it. */
  static IOException explain(
      IOException failure, CompressedInput compressed, String format, String origin) {
    if (compressed.failure() != null) {
      return compressed.failure();
    }
    throw new BaciException(
        "%s is damaged: its %s stream cannot be read after %,d bytes (%s)"
            .formatted(origin, format, compressed.taken(), reason(failure)),
        failure);
  }

  private static String reason(IOException failure) {
    return failure.getMessage() == null ? "it ends early" : failure.getMessage();
  }

  private void check() {
    if (given > limits.bytes()) {
      throw new BaciException(
          "%s holds more than %,d bytes once it is decompressed; it is refused as an archive bomb"
              .formatted(origin, limits.bytes()));
    }
    if (given > limits.ratioFrom() && given / limits.ratio() > compressed.taken()) {
      throw new BaciException(
          ("%s gives more than %,d bytes for each of its own (%,d from %,d so far); it is refused"
                  + " as an archive bomb: if it is none, decompress it yourself")
              .formatted(origin, limits.ratio(), given, compressed.taken()));
    }
  }

  @Override
  public int available() throws IOException {
    return plain.available();
  }

  @Override
  public void close() throws IOException {
    try {
      plain.close();
    } finally {
      compressed.close();
    }
  }
}
