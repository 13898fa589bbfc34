package io.github.baci.api;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How an image that a user names is found.
 *
 * @param directory what paths are relative to
 * @param platform which image is meant where there are several; by default this machine's
 * @param sources how references are found
 */
public record ImageSearch(Path directory, Optional<Platform> platform, SourceOptions sources) {

  /** Returns the usual way: references as they are found by default, for this machine. */
  public static ImageSearch in(Path directory) {
    return new ImageSearch(directory, Optional.empty(), SourceOptions.DEFAULT);
  }
}
