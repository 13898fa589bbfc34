package io.github.baci.source;

import io.github.baci.BaciException;
import io.github.baci.BuildListener;
import io.github.baci.aci.AciImage;
import io.github.baci.image.Image;
import io.github.baci.image.Platform;
import io.github.baci.layer.LayerStore;
import io.github.baci.source.aci.AciImages;
import io.github.baci.source.aci.AciReference;
import io.github.baci.store.StorageFailure;
import io.github.baci.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.OptionalLong;

/** App Container Images: {@code aci://PATH}. */
final class AciSource implements ImageSource {
  private final Store store;
  private final Path contextDirectory;
  private final BuildListener listener;
  private final AciImages images;

  AciSource(Store store, LayerStore layers, Path contextDirectory, BuildListener listener) {
    this.store = store;
    this.contextDirectory = contextDirectory;
    this.listener = listener;
    this.images = new AciImages(store, layers);
  }

  @Override
  public String scheme() {
    return "aci";
  }

  @Override
  public Image load(String reference, Platform platform) throws InterruptedException {
    AciReference parsed = AciReference.parse(reference, contextDirectory);
    return load("aci://" + reference, platform, () -> read(parsed));
  }

  /**
   * Reads the image of a file.
   *
   * @param shown how messages call it
   */
  Image load(Path file, String shown, Platform platform) throws InterruptedException {
    return load(shown, platform, () -> images.read(file));
  }

  private interface Reading {
    AciImage read() throws IOException, InterruptedException;
  }

  private Image load(String shown, Platform platform, Reading reading) throws InterruptedException {
    try {
      Image image = reading.read().toImage(platform);
      if (!image.platform().equals(platform)) {
        listener.warning(
            "%s is made for %s, and is used for %s".formatted(shown, image.platform(), platform));
      }
      return image;
    } catch (BaciException e) {
      throw new BaciException("%s: %s".formatted(shown, e.getMessage()), e);
    } catch (IOException e) {
      throw StorageFailure.explain(e, store.root(), OptionalLong.empty())
          .orElseThrow(() -> new UncheckedIOException(e));
    }
  }

  private AciImage read(AciReference reference) throws IOException, InterruptedException {
    if (reference instanceof AciReference.File file) {
      return images.read(file.path());
    }
    throw new BaciException(
        "it is the name of an image, and only files are read; the path of a file begins with '/' or '.' or ends in '.aci'");
  }
}
