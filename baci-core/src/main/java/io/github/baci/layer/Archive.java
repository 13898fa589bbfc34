package io.github.baci.layer;

import io.github.baci.api.BaciException;
import io.github.baci.compress.DecompressionLimits;
import io.github.baci.compress.Decompressor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file that is a tar, compressed or not. Its name does not matter.
 *
 * @param file the file
 * @param origin what the file is, for messages
 */
public record Archive(Path file, String origin) {
  /** How many bytes tell whether something is a tar. */
  public static final int HEADER = TarBlock.SIZE;

  /**
   * Tells whether a file is a tar: whether it begins, once decompressed, with the header of an
   * entry. Empty files, empty tars, and files that only look compressed are none.
   *
   * @param origin what the file is, for messages
   * @throws IOException if the file cannot be read
   */
  public static Optional<Archive> detect(Path file, String origin) throws IOException {
    Archive archive = new Archive(file, origin);
    byte[] head;
    try (InputStream in = archive.open(DecompressionLimits.DEFAULT)) {
      head = in.readNBytes(TarBlock.SIZE);
    } catch (BaciException e) {
      return Optional.empty();
    }
    if (head.length < TarBlock.SIZE) {
      return Optional.empty();
    }
    TarBlock block = new TarBlock(head, 0);
    return !block.isZero() && block.checksumMatches() ? Optional.of(archive) : Optional.empty();
  }

  /**
   * Tells whether some bytes are the begin of a tar: whether they begin with the header of an
   * entry.
   *
   * @param head the first bytes, at least {@link #HEADER} if there are so many
   * @param origin what they are, for messages
   * @throws BaciException if they say that they are such a header, but are damaged: to take them
   *     for an ordinary file would hide the damage
   */
  public static boolean isBegin(byte[] head, String origin) {
    if (head.length < HEADER) {
      return false;
    }
    TarBlock block = new TarBlock(head, 0);
    if (block.isZero()) {
      return false;
    }
    if (!block.checksumMatches() && (block.isUstar() || block.isGnu())) {
      throw new BaciException(
          "%s begins as a tar, but its first header is damaged: its checksum is wrong; mend the archive, or COPY it if it shall stay a file"
              .formatted(origin));
    }
    return block.checksumMatches();
  }

  /** Returns the bytes of the tar, within the limits. */
  public InputStream open(DecompressionLimits limits) throws IOException {
    InputStream in = Files.newInputStream(file);
    try {
      return Decompressor.open(in, origin, limits);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  /** Begins to read the entries. */
  public TarReader read(DecompressionLimits limits, TarLimits tarLimits) throws IOException {
    return new TarReader(open(limits), origin, tarLimits);
  }
}
