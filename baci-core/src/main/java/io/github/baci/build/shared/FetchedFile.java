package io.github.baci.build.shared;

import io.github.baci.api.Digest;
import java.nio.file.Path;
import java.util.List;

/**
 * A file that was taken from a repository.
 *
 * @param size its length in bytes
 * @param digests by what the image in it is known, as its form has it
 */
public record FetchedFile(Path file, long size, List<Digest> digests) {
  /** Copies the list. */
  public FetchedFile {
    digests = List.copyOf(digests);
  }
}
