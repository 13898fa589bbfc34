package io.github.baci.source.pull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The files of a saved image, in a directory or an archive, by their relative path. */
public interface ArchiveFiles {

  /** Returns a file. */
  Optional<FileSection> find(String path);

  /** Returns the files of a directory. */
  static ArchiveFiles ofDirectory(Path directory) {
    return path -> {
      Path file = directory.resolve(path).normalize();
      if (!file.startsWith(directory) || !Files.isRegularFile(file)) {
        return Optional.empty();
      }
      try {
        return Optional.of(new FileSection(file, 0, Files.size(file)));
      } catch (IOException e) {
        return Optional.empty();
      }
    };
  }
}
