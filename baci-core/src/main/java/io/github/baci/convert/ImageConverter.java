package io.github.baci.convert;

import io.github.baci.api.BaciException;
import io.github.baci.api.BuildListener;
import io.github.baci.api.ConvertRequest;
import io.github.baci.api.ConvertResult;
import io.github.baci.layer.DirectoryLayerStore;
import io.github.baci.layer.LayerStore;
import io.github.baci.source.ImageLoader;
import io.github.baci.source.NamedImage;
import io.github.baci.store.DamagedEntryException;
import io.github.baci.store.DirectoryStore;
import io.github.baci.store.Store;
import java.io.IOException;

/**
 * Converts images: App Container Images, OCI archives, docker archives and everything that {@code
 * FROM} takes, to each of these three. The same image gives the same bytes.
 *
 * <p>An App Container Image becomes an image of one layer, or, if it depends on others, of a layer
 * for each. What OCI's config has no field for, as isolators, is left out with a warning.
 */
public final class ImageConverter {

  /**
   * Converts an image. The file that was at the place of the new image stays until that is whole.
   *
   * @param listener hears of progress and warnings
   * @throws BaciException if there is no such image, it is damaged or depends on others that are
   *     not found, or the new one cannot be written
   */
  public ConvertResult convert(ConvertRequest request, BuildListener listener)
      throws InterruptedException {
    return DamagedEntryException.healing(() -> once(request, listener), listener::warning);
  }

  private static ConvertResult once(ConvertRequest request, BuildListener listener)
      throws InterruptedException {
    try (Store store = DirectoryStore.open(request.storeDirectory(), listener::warning)) {
      LayerStore layers = new DirectoryLayerStore(store);
      NamedImage image =
          new ImageLoader(store, layers, request.search(), listener)
              .load(request.image(), request.search().platform());
      return new ImageConversion(store, request, listener).write(image);
    } catch (IOException e) {
      throw new BaciException(
          "cannot convert %s: %s".formatted(request.image(), e.getMessage()), e);
    }
  }
}
