package io.github.baci.maven;

import io.github.baci.api.BaciException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A report, which others see whole or not at all. */
final class ReportFile {
  private ReportFile() {}

  /**
   * Writes a report in UTF-8 and makes the directories that it needs.
   *
   * @throws BaciException if it cannot be written
   */
  static void write(Path file, String text) {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      Files.createDirectories(file.getParent());
      try {
        Files.writeString(part, text);
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new BaciException("cannot write the report %s: %s".formatted(file, e), e);
    }
  }
}
