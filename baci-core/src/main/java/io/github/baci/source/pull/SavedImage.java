package io.github.baci.source.pull;

import io.github.baci.api.BaciException;
import io.github.baci.api.BuildListener;
import io.github.baci.api.Digest;
import io.github.baci.compress.Decompressor;
import io.github.baci.image.ImageOrigin;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerStore;
import io.github.baci.oci.OciConfig;
import io.github.baci.registry.BlobSink;
import io.github.baci.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * An image in files of this machine, whose documents have been read.
 *
 * @param document the digest of what the reference names
 * @param config the config
 * @param layers the layers
 * @param files the files of the layers, in the same order
 * @param origin see {@link io.github.baci.image.Image#origin}
 */
public record SavedImage(
    Digest document,
    OciConfig config,
    List<DescribedLayer> layers,
    List<FileSection> files,
    ImageOrigin origin) {
  private static final int BUFFER = 128 << 10;

  /** Reads the layers into the store, as far as they are not there. */
  public ImageRecord load(
      Store store, LayerStore layerStore, String reference, BuildListener listener)
      throws IOException, InterruptedException {
    PullProgress progress =
        new PullProgress(listener, reference, files.stream().mapToLong(FileSection::size).sum());
    LayerPull pull =
        new LayerPull(
            store, layerStore, (blob, sink) -> send(sectionOf(blob.digest()), sink), progress);
    LayerPulls.run(
        wanted -> {
          FileSection section = files.get(layers.indexOf(wanted));
          boolean isPlain = wanted.blob().digest().equals(wanted.diffId());
          return isPlain ? read(layerStore, wanted, section, progress) : pull.pull(wanted);
        },
        layers);
    return ImageDocuments.record(document, config, layers, origin);
  }

  /** Copies the compressed blobs of the layers into the store, as far as they are not there. */
  public void bringBlobs(Store store) throws IOException, InterruptedException {
    BlobPull pull = new BlobPull(store, (blob, sink) -> send(sectionOf(blob.digest()), sink));
    for (DescribedLayer layer : layers) {
      if (!layer.blob().digest().equals(layer.diffId())) {
        pull.fetch(layer.blob(), layer.origin());
      }
    }
  }

  private FileSection sectionOf(Digest blob) {
    for (int i = 0; i < layers.size(); i++) {
      if (layers.get(i).blob().digest().equals(blob)) {
        return files.get(i);
      }
    }
    throw new IllegalArgumentException("no layer " + blob);
  }

  private static void send(FileSection section, BlobSink sink) throws IOException {
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = section.open()) {
      in.skipNBytes(sink.received());
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        sink.take(buffer, 0, count);
      }
    }
  }

  /** Takes a layer that is kept uncompressed, or whose blob nothing names. */
  private static Layer read(
      LayerStore layerStore, DescribedLayer wanted, FileSection section, PullProgress progress)
      throws IOException {
    Layer layer = layerStore.find(wanted.diffId()).orElse(null);
    if (layer == null) {
      try (InputStream in = Decompressor.open(section.open(), wanted.origin())) {
        layer = layerStore.add(in, wanted.origin());
      }
      if (!layer.diffId().equals(wanted.diffId())) {
        throw new BaciException(
            "%s is damaged, or not what the image's config says: its diff ID is %s, not %s"
                .formatted(wanted.origin(), layer.diffId(), wanted.diffId()));
      }
    }
    progress.add(section.size());
    return layer;
  }
}
