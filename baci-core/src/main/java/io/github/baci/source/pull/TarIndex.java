package io.github.baci.source.pull;

import io.github.baci.api.BaciException;
import io.github.baci.compress.Decompressor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;

/**
 * The members of a tar archive, found by their headers and read where they lie. Old archives of
 * Docker hold symbolic links where two images share a layer.
 */
public final class TarIndex implements ArchiveFiles {
  private static final int MOST_LINKS = 8;
  private static final int BUFFER = 128 << 10;

  private final Path archive;
  private final Map<String, TarArchiveEntry> entries = new HashMap<>();

  private TarIndex(Path archive) {
    this.archive = archive;
  }

  /**
   * Reads the headers of an archive. A compressed one is decompressed first.
   *
   * @param scratch a directory for the decompressed archive, asked for only if it is needed
   * @throws BaciException if the file is no tar, or is truncated
   */
  public static TarIndex open(Path archive, Scratch scratch) throws IOException {
    Path plain = archive;
    if (Decompressor.isCompressed(archive)) {
      plain = scratch.directory().resolve("archive.tar");
      decompress(archive, plain);
    }
    TarIndex files = new TarIndex(plain);
    try (TarFile tar = new TarFile(plain)) {
      for (TarArchiveEntry entry : tar.getEntries()) {
        long end = entry.getDataOffset() + entry.getSize();
        if (entry.isFile() && end > Files.size(plain)) {
          throw new IOException("it ends in the middle of '" + entry.getName() + "'");
        }
        files.entries.put(normal(entry.getName()), entry);
      }
    } catch (IOException | IllegalArgumentException e) {
      throw damaged(archive, e);
    }
    return files;
  }

  private static void decompress(Path archive, Path plain) throws IOException {
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Decompressor.open(Files.newInputStream(archive), "'" + archive + "'");
        OutputStream out = Files.newOutputStream(plain)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        if (Thread.currentThread().isInterrupted()) {
          throw new ClosedByInterruptException();
        }
        out.write(buffer, 0, count);
      }
    }
  }

  /** Gives a directory for temporary files. */
  @FunctionalInterface
  public interface Scratch {
    Path directory() throws IOException;
  }

  private static BaciException damaged(Path archive, Exception cause) {
    return new BaciException(
        "'%s' is no image archive, or is damaged: %s".formatted(archive, cause.getMessage()),
        cause);
  }

  private static String normal(String name) {
    return Path.of("/" + name).normalize().toString().substring(1);
  }

  @Override
  public Optional<FileSection> find(String path) {
    TarArchiveEntry entry = entries.get(normal(path));
    for (int hops = 0; entry != null && entry.isSymbolicLink() && hops < MOST_LINKS; hops++) {
      Path target = Path.of("/" + entry.getName()).resolveSibling(entry.getLinkName());
      entry = entries.get(normal(target.toString()));
    }
    if (entry != null && entry.isLink()) {
      entry = entries.get(normal(entry.getLinkName()));
    }
    return entry == null || !entry.isFile()
        ? Optional.empty()
        : Optional.of(new FileSection(archive, entry.getDataOffset(), entry.getSize()));
  }
}
