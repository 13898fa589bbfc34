package io.github.baci.container.traced;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A directory with a short path, for files and links that the tracer makes for its guest; made when
 * it is asked for.
 */
final class ShortNames {
  private final Path path;
  private boolean isMade;

  ShortNames(Path path) {
    this.path = path;
  }

  /** Returns the directory. */
  Path path() throws IOException {
    if (!isMade) {
      Files.createDirectories(path);
      isMade = true;
    }
    return path;
  }
}
