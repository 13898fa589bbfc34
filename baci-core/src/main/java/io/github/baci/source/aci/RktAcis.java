package io.github.baci.source.aci;

import io.github.baci.aci.archive.AciReader;
import io.github.baci.aci.archive.AciRenderer;
import io.github.baci.aci.archive.UnrenderedAci;
import io.github.baci.aci.manifest.AciImage;
import io.github.baci.aci.types.AciName;
import io.github.baci.aci.types.Dependency;
import io.github.baci.api.BaciException;
import io.github.baci.api.ImageId;
import io.github.baci.container.rkt.RktStore;
import io.github.baci.layer.LayerStore;
import io.github.baci.store.Records;
import io.github.baci.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * ACIs that rkt has, rendered with what they depend on, which rkt is asked for as well. An image
 * that was read once is not exported again.
 */
public final class RktAcis {
  /** rkt keeps the first half of the digits. */
  private static final int HASH_LENGTH = "sha512-".length() + 64;

  private final Store store;
  private final LayerStore layers;
  private final AciRecords records;

  /** Takes where images are kept. */
  public RktAcis(Store store, LayerStore layers) {
    this.store = store;
    this.layers = layers;
    this.records = new AciRecords(store, layers);
  }

  /**
   * Takes an image from rkt.
   *
   * @param hash what rkt knows it by, or the beginning of it
   * @throws BaciException if rkt does not give it or something that it depends on
   */
  public AciImage read(RktStore rkt, String hash) throws IOException, InterruptedException {
    UnrenderedAci image = readUnrendered(rkt, hash);
    return new AciImage(
        image.manifest(),
        new AciRenderer(layers, store, dependency -> resolve(rkt, dependency)).render(image),
        image.imageId(),
        0); // What rkt exports is not compressed as the file was that it fetched.
  }

  private UnrenderedAci resolve(RktStore rkt, Dependency dependency)
      throws IOException, InterruptedException {
    // rkt fetches what an image depends on along with the image.
    String hash =
        dependency.imageId().isPresent()
            ? dependency.imageId().get().toString().substring(0, HASH_LENGTH)
            : rkt.fetch(new AciName(dependency.imageName(), dependency.labels()).toString());
    return readUnrendered(rkt, hash);
  }

  private UnrenderedAci readUnrendered(RktStore rkt, String hash)
      throws IOException, InterruptedException {
    String key = "rkt-" + hash;
    Optional<UnrenderedAci> known =
        hash.length() < HASH_LENGTH ? Optional.empty() : recorded(key).flatMap(records::find);
    if (known.isPresent()) {
      return known.get();
    }
    Path file = store.newTemporaryDirectory().resolve("image.aci");
    try {
      rkt.export(hash, file);
      UnrenderedAci image = new AciReader(layers).readUnrendered(file);
      if (!image.imageId().toString().startsWith(hash)) {
        throw new BaciException(
            "rkt gives an image with the ID %s for %s".formatted(image.imageId(), hash));
      }
      records.put(image);
      if (hash.length() == HASH_LENGTH) {
        record(key, image.imageId());
      }
      return image;
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private Optional<ImageId> recorded(String key) {
    return new Records(store).text(Store.Area.IMAGES, key).map(ImageId::parse);
  }

  private void record(String key, ImageId imageId) throws IOException {
    new Records(store).put(Store.Area.IMAGES, key, imageId.toString());
  }
}
