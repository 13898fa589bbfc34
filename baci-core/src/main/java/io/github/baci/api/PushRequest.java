package io.github.baci.api;

import java.nio.file.Path;
import java.util.List;

/**
 * What to push, and where to.
 *
 * @param archive an OCI archive
 * @param to names of the image in registries, {@code [REGISTRY[:PORT]/]NAME[:TAG]}
 * @param platform which image of the archive to push, where it has several
 * @param sources how registries are reached: credentials, proxies, and those that may be asked over
 *     plain HTTP
 */
public record PushRequest(Path archive, List<String> to, Platform platform, SourceOptions sources) {

  /**
   * Copies the list.
   *
   * @throws BaciException if it is empty
   */
  public PushRequest {
    to = List.copyOf(to);
    if (to.isEmpty()) {
      throw new BaciException("there is no name to push the image to");
    }
  }
}
