package io.github.baci.push;

import io.github.baci.api.ImageReference;
import io.github.baci.oci.Descriptor;
import io.github.baci.registry.Registries;
import io.github.baci.registry.Repository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The other repositories of one registry that may have blobs of an image, which need not be sent
 * then. Safe for several threads.
 */
final class MountSources {
  private final List<Source> sources;
  private final Set<Source> refused = ConcurrentHashMap.newKeySet();

  /**
   * A repository.
   *
   * @param path what the registry calls it
   */
  private record Source(Repository repository, String path) {}

  /** Takes the repositories in the order in which they are asked. */
  MountSources(List<ImageReference> repositories, Registries registries) {
    List<Source> opened = new ArrayList<>();
    for (ImageReference each : repositories) {
      opened.add(new Source(registries.open(each), each.repository()));
    }
    this.sources = List.copyOf(opened);
  }

  /**
   * Returns the repository that a blob may be mounted from. If there is but one, it is not asked:
   * to mount a blob that it lacks costs no more.
   */
  Optional<String> of(Descriptor blob) throws InterruptedException {
    if (sources.size() == 1) {
      return Optional.of(sources.get(0).path());
    }
    for (Source each : sources) {
      try {
        if (!refused.contains(each) && each.repository().has(blob)) {
          return Optional.of(each.path());
        }
      } catch (IOException e) {
        // It cannot be read, as a cache for others: the blob is sent.
        refused.add(each);
      }
    }
    return Optional.empty();
  }
}
