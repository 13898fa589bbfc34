package io.github.baci.source;

import io.github.baci.api.BaciException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A reference to a saved image: {@code PATH}, {@code PATH:TAG} or {@code PATH#TAG}, where a path
 * may hold colons itself.
 *
 * @param path the file or directory
 * @param selection which of its images is meant, if it says so
 */
record ArchiveReference(Path path, Optional<String> selection) {

  /**
   * Reads a reference.
   *
   * @param directory what the path is relative to
   * @throws BaciException if there is no such file
   */
  static ArchiveReference parse(String scheme, String text, Path directory) {
    int hash = text.indexOf('#');
    if (hash >= 0) {
      return existing(directory, text.substring(0, hash))
          .map(path -> new ArchiveReference(path, Optional.of(text.substring(hash + 1))))
          .orElseThrow(() -> missing(scheme, text, directory));
    }
    Optional<Path> whole = existing(directory, text);
    if (whole.isPresent()) {
      return new ArchiveReference(whole.get(), Optional.empty());
    }
    for (int end = text.lastIndexOf(':'); end > 0; end = text.lastIndexOf(':', end - 1)) {
      Optional<Path> path = existing(directory, text.substring(0, end));
      if (path.isPresent()) {
        return new ArchiveReference(path.get(), Optional.of(text.substring(end + 1)));
      }
    }
    throw missing(scheme, text, directory);
  }

  private static Optional<Path> existing(Path directory, String text) {
    try {
      return Optional.of(directory.resolve(text))
          .filter(path -> !text.isEmpty() && Files.exists(path));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static BaciException missing(String scheme, String text, Path directory) {
    return new BaciException(
        "%s://%s: there is no '%s'; paths are relative to the build context"
            .formatted(scheme, text, directory.resolve(text.replaceFirst("#.*", ""))));
  }
}
