package io.github.baci.build;

import io.github.baci.api.BaciException;
import io.github.baci.api.Option;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where the Dockerfile is.
 *
 * @param path its path
 * @param name how messages call it: relative to the context where it lies inside
 */
record DockerfileLocation(Path path, String name) {
  private static final String NAME = "Dockerfile";

  /**
   * Finds the Dockerfile: the one that is named, else {@code Dockerfile}, else {@code dockerfile},
   * in the context.
   *
   * @throws BaciException if there is none
   */
  static DockerfileLocation find(Path contextDirectory, Optional<Path> named) {
    Path wanted = named.orElseGet(() -> contextDirectory.resolve(NAME));
    Path found = Files.isRegularFile(wanted) ? wanted : lowerCase(wanted);
    if (!Files.isRegularFile(found)) {
      throw new BaciException(
          named.isPresent()
              ? "the Dockerfile %s is not there".formatted(wanted)
              : "there is no Dockerfile in the build context %s; write one, or name it (%s)"
                  .formatted(contextDirectory, Option.DOCKERFILE));
    }
    Path path = found.toAbsolutePath().normalize();
    return new DockerfileLocation(path, name(path, contextDirectory));
  }

  /** Returns all paths at which {@link #find} looks. */
  static List<Path> candidates(Path contextDirectory, Optional<Path> named) {
    Path wanted = named.orElseGet(() -> contextDirectory.resolve(NAME));
    return List.of(wanted, lowerCase(wanted));
  }

  /** Returns how messages call it: relative to a directory where it lies inside. */
  String nameFrom(Path directory) {
    return name(path, directory);
  }

  private static String name(Path path, Path directory) {
    Path root = directory.toAbsolutePath().normalize();
    return path.startsWith(root) ? root.relativize(path).toString() : path.toString();
  }

  private static Path lowerCase(Path wanted) {
    return wanted.endsWith(NAME) ? wanted.resolveSibling("dockerfile") : wanted;
  }

  /** Reads the text, which must be UTF-8. */
  String read() {
    try {
      return Files.readString(path, StandardCharsets.UTF_8);
    } catch (CharacterCodingException e) {
      throw new BaciException(
          "the Dockerfile %s is not a text in UTF-8; save it with that encoding".formatted(path),
          e);
    } catch (IOException e) {
      throw new BaciException("cannot read the Dockerfile %s: %s".formatted(path, e), e);
    }
  }
}
