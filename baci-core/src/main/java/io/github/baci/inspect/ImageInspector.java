package io.github.baci.inspect;

import io.github.baci.api.BaciException;
import io.github.baci.api.BuildListener;
import io.github.baci.api.InspectRequest;
import io.github.baci.layer.DirectoryLayerStore;
import io.github.baci.layer.LayerStore;
import io.github.baci.source.ImageLoader;
import io.github.baci.source.NamedImage;
import io.github.baci.source.pull.BuiltImages;
import io.github.baci.store.DamagedEntryException;
import io.github.baci.store.DirectoryStore;
import io.github.baci.store.Store;
import java.io.IOException;
import java.util.Optional;

/**
 * Tells what is in images of any form, and how they differ.
 *
 * <p>An App Container Image is one set of files, whatever steps it was made in. What each step
 * added is known where the store still has the layers of the build.
 */
public final class ImageInspector {

  /**
   * Looks into an image.
   *
   * @param listener hears of progress and warnings
   * @throws BaciException if there is no such image, it is damaged, or it has no such path
   */
  public ImageReport inspect(InspectRequest request, BuildListener listener)
      throws InterruptedException {
    return DamagedEntryException.healing(() -> once(request, listener), listener::warning);
  }

  private static ImageReport once(InspectRequest request, BuildListener listener)
      throws InterruptedException {
    try (Store store = DirectoryStore.open(request.storeDirectory(), listener::warning)) {
      LayerStore layers = new DirectoryLayerStore(store);
      ImageLoader images = new ImageLoader(store, layers, request.search(), listener);
      NamedImage image = images.load(request.image(), request.search().platform());
      Optional<NamedImage> against =
          request.against().isPresent()
              ? Optional.of(images.load(request.against().get(), request.search().platform()))
              : Optional.empty();
      return new ImageInspection(new BuiltImages(store, layers), request.path())
          .inspect(image, against);
    } catch (IOException e) {
      throw new BaciException("cannot read %s: %s".formatted(request.image(), e.getMessage()), e);
    }
  }
}
