package io.github.baci.api;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which Dockerfile to check, and for what build.
 *
 * @param contextDirectory the build context; its ignore file is read
 * @param dockerfile the Dockerfile; by default {@code Dockerfile}, else {@code dockerfile}, in the
 *     context
 * @param sourceRoot the directory that reports name the Dockerfile from, as code scanners want it
 * @param target the stage to check with all that it needs; by default all stages are checked
 * @param buildArgs values for ARG
 * @param namedContexts what names in the Dockerfile stand for
 * @param platform what the image shall run on; by default this machine's
 */
public record CheckRequest(
    Path contextDirectory,
    Optional<Path> dockerfile,
    Path sourceRoot,
    Optional<String> target,
    Map<String, String> buildArgs,
    Map<String, String> namedContexts,
    Optional<Platform> platform) {

  /** Copies the maps; they keep their order. */
  public CheckRequest {
    buildArgs = Collections.unmodifiableMap(new LinkedHashMap<>(buildArgs));
    namedContexts = Collections.unmodifiableMap(new LinkedHashMap<>(namedContexts));
  }
}
