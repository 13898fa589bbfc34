package io.github.baci.source.aci;

import io.github.baci.BaciException;
import io.github.baci.aci.AciImage;
import io.github.baci.aci.AciRenderer;
import io.github.baci.aci.Dependency;
import io.github.baci.aci.DependencyResolver;
import io.github.baci.aci.UnrenderedAci;
import io.github.baci.layer.LayerStore;
import io.github.baci.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * ACIs, rendered with what they depend on. A dependency is looked for by its image ID in the store,
 * then, for an image in a file, in the directory of that file. Safe for several threads.
 */
public final class AciImages {
  private final LayerStore layers;
  private final AciRecords records;
  private final AciFiles files;

  /** Takes where images are kept. */
  public AciImages(Store store, LayerStore layers) {
    this.layers = layers;
    this.records = new AciRecords(store, layers);
    this.files = new AciFiles(store, layers);
  }

  /**
   * Reads a file and renders its image.
   *
   * @throws BaciException if there is no such file, it is no ACI, or a dependency is not found or
   *     not what it should be
   */
  public AciImage read(Path file) throws IOException, InterruptedException {
    Path directory = file.toAbsolutePath().getParent();
    return render(files.read(file), dependency -> resolve(dependency, directory));
  }

  private AciImage render(UnrenderedAci image, DependencyResolver resolver)
      throws IOException, InterruptedException {
    return new AciImage(
        image.manifest(), new AciRenderer(layers, resolver).render(image), image.imageId());
  }

  private UnrenderedAci resolve(Dependency dependency, Path directory) throws IOException {
    Optional<UnrenderedAci> found = dependency.imageId().flatMap(records::find);
    if (found.isEmpty()) {
      found = files.findIn(directory, dependency);
    }
    return found.orElseThrow(
        () ->
            new BaciException(
                "no such image is in the store, nor a file of it in '%s'".formatted(directory)));
  }
}
