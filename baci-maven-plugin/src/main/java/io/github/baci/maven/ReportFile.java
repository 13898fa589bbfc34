package io.github.baci.maven;

import io.github.baci.api.BaciException;
import java.io.IOException;
import java.nio.file.Path;

/** The file of a report. */
final class ReportFile {
  private ReportFile() {}

  /**
   * Writes a report in UTF-8 and makes the directories that it needs.
   *
   * @throws BaciException if it cannot be written
   */
  static void write(Path file, String text) {
    try {
      WholeFile.write(file, text);
    } catch (IOException e) {
      throw new BaciException("cannot write the report %s: %s".formatted(file, e), e);
    }
  }
}
