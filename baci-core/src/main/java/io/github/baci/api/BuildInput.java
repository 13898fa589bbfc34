package io.github.baci.api;

import java.nio.file.Path;
import java.util.List;

/**
 * Files of this machine that an image was made of.
 *
 * @param place the file or directory that the Dockerfile names, or in which a wildcard of it looks;
 *     it need not be there
 * @param files what was taken of it: the place itself, or files below it, sorted; none where it has
 *     nothing that is wanted
 */
public record BuildInput(Path place, List<Path> files) {
  /** Copies the list. */
  public BuildInput {
    files = List.copyOf(files);
  }
}
