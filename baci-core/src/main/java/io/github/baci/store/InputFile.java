package io.github.baci.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Files that others name and write. To open a pipe would wait for whoever writes to it, and cannot
 * be interrupted; to open a device can do anything: only regular files are opened, through links.
 */
public final class InputFile {
  private InputFile() {}

  /**
   * Returns a file that can be opened.
   *
   * @throws NoSuchFileException if it is not there
   * @throws IOException if it is no regular file
   */
  public static Path regular(Path file) throws IOException {
    if (Files.isRegularFile(file)) {
      return file;
    }
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    throw new FileSystemException(
        file.toString(),
        null,
        Files.isDirectory(file)
            ? "it is a directory, and no file"
            : "it is a pipe or a device, and no file");
  }

  /** Opens a file. */
  public static InputStream open(Path file) throws IOException {
    return Files.newInputStream(regular(file));
  }

  /**
   * Reads a file.
   *
   * @param limit how many bytes it may have at most
   * @throws IOException if it has more
   */
  public static byte[] read(Path file, int limit) throws IOException {
    try (InputStream in = open(file)) {
      byte[] bytes = in.readNBytes(limit);
      if (bytes.length == limit && in.read() >= 0) {
        throw new FileSystemException(
            file.toString(), null, "it has more than %,d bytes".formatted(limit));
      }
      return bytes;
    }
  }
}
