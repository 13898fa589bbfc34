package io.github.baci.oci;

import io.github.baci.api.BaciException;
import io.github.baci.api.Digest;
import io.github.baci.api.LayerCompression;
import io.github.baci.api.OciOptions;
import io.github.baci.image.Image;
import io.github.baci.image.PulledBlob;
import io.github.baci.layer.Layer;
import io.github.baci.store.OutputFile;
import io.github.baci.store.StorageFailure;
import io.github.baci.store.Store;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Writes OCI archives: the layers as they are, each compressed for itself, the config with the
 * whole history, and a manifest (OCI image specification 1.1). The bytes depend on the image and
 * the options alone. Safe for several threads.
 */
public final class OciWriter implements AutoCloseable {
  private static final String REF_NAME = "org.opencontainers.image.ref.name";
  private static final String IMAGE_NAME = "io.containerd.image.name";
  private static final String CREATED = "org.opencontainers.image.created";

  private final Store store;
  private final LayerCompression compression;
  private final CompressedLayers blobs;
  private final BlobQueue queue;

  /** Makes a writer that compresses with a thread for each processor. */
  public OciWriter(Store store, LayerCompression compression) {
    this(store, compression, Runtime.getRuntime().availableProcessors());
  }

  /**
   * Makes a writer.
   *
   * @param store keeps compressed layers for the next time
   * @param compression how layers are compressed
   * @param threads how many threads compress
   */
  public OciWriter(Store store, LayerCompression compression, int threads) {
    this.store = store;
    this.compression = compression;
    this.blobs = new CompressedLayers(store, compression, threads);
    this.queue = new BlobQueue(blobs, threads);
  }

  /**
   * Begins to compress layers while others are still being made; {@link #write} waits for what is
   * begun. Layers that were given before are not compressed twice.
   *
   * @param layers layers that will be part of the image and come from no base image
   */
  public void compressAhead(List<Layer> layers) {
    layers.forEach(queue::ahead);
  }

  /** Returns the image with those compressed forms of layers alone that the store has. */
  public Image available(Image image) {
    Map<Digest, PulledBlob> there = new HashMap<>();
    image
        .blobs()
        .forEach(
            (diffId, blob) -> {
              if (blobs.has(blob)) {
                there.put(diffId, blob);
              }
            });
    return new Image(image.platform(), image.config(), image.layers(), image.origin(), there);
  }

  /**
   * Writes an OCI archive. The file that was there stays until the new one is complete; if it is as
   * the store's last build wrote it, what stays the same is copied from it.
   *
   * @param image the image; a layer whose compressed form it names and the store has is not
   *     compressed again
   * @param options name, tag, annotations; the compression must be that of this writer
   * @param file where the archive is written; its directory is made where it is missing
   * @throws BaciException if the file cannot be written
   */
  public WrittenOciArchive write(Image image, OciOptions options, Path file)
      throws IOException, InterruptedException {
    if (options.compression() != compression) {
      throw new IllegalArgumentException("this writer compresses with " + compression);
    }
    try {
      return write(image, queue.layers(image), options, file);
    } catch (ClosedByInterruptException e) {
      InterruptedException interrupted = new InterruptedException();
      interrupted.initCause(e);
      throw interrupted;
    } catch (IOException e) {
      throw StorageFailure.explain(e, store, OptionalLong.empty()).orElseThrow(() -> e);
    }
  }

  private WrittenOciArchive write(
      Image image, List<CompressedLayer> layers, OciOptions options, Path file) throws IOException {
    byte[] config = OciConfigWriter.write(OciConfig.of(image));
    Descriptor configDescriptor = descriptor(MediaTypes.OCI_CONFIG, config);
    byte[] manifest =
        ManifestWriter.image(
            configDescriptor,
            layers.stream()
                .map(layer -> descriptor(layer.mediaType(), layer.digest(), layer.size()))
                .toList(),
            annotations(image, options));
    Descriptor manifestDescriptor = descriptor(MediaTypes.OCI_MANIFEST, manifest);
    byte[] index = ManifestWriter.index(List.of(named(manifestDescriptor, image, options)));
    ContinuedOci known =
        ContinuedOci.of(store, file, OciArchive.headLength(index, manifest, config), layers);
    try (OutputFile out = known.open()) {
      OciArchive archive = new OciArchive(out);
      archive.start(index);
      archive.blob(manifestDescriptor.digest(), manifest);
      archive.blob(configDescriptor.digest(), config);
      known.passHead(out);
      for (int i = 0; i < layers.size(); i++) {
        if (i < known.first()) {
          archive.has(layers.get(i));
        } else {
          archive.blob(layers.get(i));
          known.passed(i, out);
        }
      }
      archive.end();
      out.commit();
    }
    known.remember();
    return new WrittenOciArchive(
        file, Files.size(file), manifestDescriptor.digest(), configDescriptor.digest());
  }

  private static Map<String, String> annotations(Image image, OciOptions options) {
    Map<String, String> annotations = new TreeMap<>();
    ImageHistory.created(image.config())
        .ifPresent(time -> annotations.put(CREATED, time.toString()));
    annotations.putAll(options.annotations());
    return annotations;
  }

  private static Descriptor named(Descriptor manifest, Image image, OciOptions options) {
    Map<String, String> annotations = new TreeMap<>();
    annotations.put(REF_NAME, options.tag());
    options.name().ifPresent(name -> annotations.put(IMAGE_NAME, name + ":" + options.tag()));
    return new Descriptor(
        manifest.mediaType(),
        manifest.digest(),
        manifest.size(),
        List.of(),
        annotations,
        Optional.of(image.platform()));
  }

  private static Descriptor descriptor(String mediaType, byte[] bytes) {
    return descriptor(mediaType, Digest.sha256Of(bytes), bytes.length);
  }

  private static Descriptor descriptor(String mediaType, Digest digest, long size) {
    return new Descriptor(mediaType, digest, size, List.of(), Map.of(), Optional.empty());
  }

  /** Stops compressing; what is done stays in the store. */
  @Override
  public void close() {
    queue.close();
    blobs.close();
  }
}
