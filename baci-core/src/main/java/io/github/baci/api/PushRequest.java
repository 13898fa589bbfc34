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
 * @param mountFrom repositories that may have some of the image's layers, as those of the step
 *     cache: what they have and a repository of the same registry lacks is not sent
 */
public record PushRequest(
    Path archive,
    List<String> to,
    Platform platform,
    SourceOptions sources,
    List<String> mountFrom) {

  /**
   * Copies the lists.
   *
   * @throws BaciException if it is empty
   */
  public PushRequest {
    to = List.copyOf(to);
    mountFrom = List.copyOf(mountFrom);
    if (to.isEmpty()) {
      throw new BaciException("there is no name to push the image to");
    }
  }

  /**
   * Pushes an image whose layers no other repository is known to have.
   *
   * @throws BaciException if there is no name
   */
  public PushRequest(Path archive, List<String> to, Platform platform, SourceOptions sources) {
    this(archive, to, platform, sources, List.of());
  }
}
