package io.github.baci.api;

import io.github.baci.api.BuildRequest.EngineOptions;
import io.github.baci.api.BuildRequest.NetworkMode;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which image to run, and how.
 *
 * @param image the ACI
 * @param storeDirectory the store
 * @param engine what runs it
 * @param network the network that the application has
 * @param arguments what follows the image's own exec; the whole command, if it has none
 * @param environment variables that override those of the image
 * @param volumes directories or files of this machine by the name, or the path, of the mount point;
 *     for a mount point without a volume, what the image has there is used, and changes are gone
 *     with the application
 * @param ports ports of this machine by the name of the image's port; for rkt alone, which gives
 *     the application a network of its own then
 * @param input what the application reads from standard input
 */
public record RunRequest(
    Path image,
    Path storeDirectory,
    EngineOptions engine,
    NetworkMode network,
    List<String> arguments,
    Map<String, String> environment,
    Map<String, Path> volumes,
    Map<String, Integer> ports,
    Optional<InputStream> input) {

  /** Copies the collections; they keep their order. */
  public RunRequest {
    arguments = List.copyOf(arguments);
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    volumes = Collections.unmodifiableMap(new LinkedHashMap<>(volumes));
    ports = Collections.unmodifiableMap(new LinkedHashMap<>(ports));
  }
}
