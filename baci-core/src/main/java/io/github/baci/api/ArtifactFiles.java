package io.github.baci.api;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Finds images that are artifacts of a repository: what {@code maven://} references are looked up
 * with. Plugged in by whoever knows repositories, as Maven's plugin does. Safe for several threads.
 */
@FunctionalInterface
public interface ArtifactFiles {

  /**
   * Finds the file of an artifact; fetches it, if it is not on this machine.
   *
   * @param reference what follows {@code maven://}
   * @throws io.github.baci.api.BaciException if there is no such artifact, or it is no image; names
   *     the artifact and says where it was looked for
   */
  ImageFile find(String reference) throws InterruptedException;

  /**
   * Finds an ACI that was attached beside another one: what a difference depends on. It is asked
   * for only if it is not in the store nor in the directory of the other one.
   *
   * @param reference what follows {@code maven://} for the other one
   * @param qualifier what its classifier has beside that of the other one, as in {@code base}
   */
  default Optional<Path> findBeside(String reference, String qualifier)
      throws InterruptedException {
    return Optional.empty();
  }

  /**
   * An image in a file.
   *
   * @param path the file, whatever its name
   * @param form what is in it
   */
  record ImageFile(Path path, ImageForm form) {}
}
