package io.github.baci.source.pull;

import io.github.baci.api.Digest;
import io.github.baci.image.Image;
import io.github.baci.image.PulledBlob;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerStore;
import io.github.baci.oci.MediaTypes;
import io.github.baci.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the store remembers of the images that were built with it: layers and history, which an App
 * Container Image itself does not have.
 */
public final class BuiltImages {
  private final ImageRecords records;

  /** Takes where images are kept. */
  public BuiltImages(Store store, LayerStore layers) {
    this.records = new ImageRecords(store, layers);
  }

  /**
   * Remembers an image.
   *
   * @param imageId the image ID of the ACI that was made of it
   */
  public void put(Digest imageId, Image image) throws IOException {
    List<ImageRecord.RecordedLayer> layers = new ArrayList<>();
    for (Layer layer : image.layers()) {
      PulledBlob blob = image.blobs().get(layer.diffId());
      layers.add(
          blob == null
              ? new ImageRecord.RecordedLayer(
                  layer.diffId(), layer.diffId(), Files.size(layer.tar()), MediaTypes.OCI_LAYER)
              : new ImageRecord.RecordedLayer(
                  layer.diffId(), blob.digest(), blob.size(), blob.mediaType()));
    }
    records.put(
        key(imageId),
        new ImageRecord(
            Instant.EPOCH, imageId, image.platform(), image.config(), image.origin(), layers));
  }

  /** Returns an image, if it was built with this store and all its layers are still there. */
  public Optional<Image> find(Digest imageId) {
    return records.find(key(imageId)).flatMap(records::image);
  }

  private static String key(Digest imageId) {
    return "built-" + imageId.hex();
  }
}
