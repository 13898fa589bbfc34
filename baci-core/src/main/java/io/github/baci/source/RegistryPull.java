package io.github.baci.source;

import io.github.baci.BaciException;
import io.github.baci.BuildListener;
import io.github.baci.image.Platform;
import io.github.baci.layer.LayerStore;
import io.github.baci.oci.Descriptor;
import io.github.baci.oci.Manifest;
import io.github.baci.oci.OciConfig;
import io.github.baci.source.registry.Registry;
import io.github.baci.source.registry.RegistryName;
import io.github.baci.store.Digest;
import io.github.baci.store.Store;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks a registry what a name stands for, and pulls what of it is not in the store. */
final class RegistryPull {
  private static final int DEEPEST_INDEX = 3;

  private final Store store;
  private final LayerStore layers;
  private final Opener opener;
  private final BuildListener listener;

  /** Opens a repository. */
  @FunctionalInterface
  interface Opener {
    Registry open(RegistryName name);
  }

  RegistryPull(Store store, LayerStore layers, Opener opener, BuildListener listener) {
    this.store = store;
    this.layers = layers;
    this.opener = opener;
    this.listener = listener;
  }

  /**
   * Resolves a name; afterwards all layers are in the store.
   *
   * @param known what the name stood for when it was last asked, if all of that is in the store
   */
  ImageRecord resolve(
      String reference,
      RegistryName name,
      RegistryName asked,
      Platform platform,
      Optional<ImageRecord> known)
      throws IOException, InterruptedException {
    Registry registry = opener.open(asked);
    Registry.Document top = registry.manifest(asked.qualifier());
    if (known.isPresent() && known.get().document().equals(top.digest())) {
      return known.get();
    }
    Registry.Document document = top;
    Manifest manifest = Manifest.read(top.bytes(), "the manifest of " + name);
    for (int depth = 0; manifest instanceof Manifest.Index index; depth++) {
      if (depth == DEEPEST_INDEX) {
        throw new BaciException("%s is an index of indexes of indexes".formatted(name));
      }
      Descriptor chosen = index.choose(platform, name.toString());
      document = registry.manifest(chosen.digest().toString());
      manifest =
          Manifest.read(document.bytes(), "the manifest of %s for %s".formatted(name, platform));
    }
    Manifest.OfImage image = (Manifest.OfImage) manifest;
    OciConfig config =
        ImageDocuments.config(bytes(registry, image.config(), name), name.toString());
    if (!config.platform().equals(platform)) {
      listener.warning(
          "%s is made for %s, and is used for %s".formatted(name, config.platform(), platform));
    }
    List<LayerBlob> wanted = ImageDocuments.layers(image, config, name.toString());
    PullProgress progress =
        new PullProgress(
            listener, reference, wanted.stream().mapToLong(layer -> layer.blob().size()).sum());
    LayerPulls.run(new LayerPull(store, layers, registry::blob, progress)::pull, wanted);
    return ImageDocuments.record(
        top.digest(),
        config,
        wanted,
        origin(reference, name, image.config().digest(), document.digest()));
  }

  /** Fetches the blobs of layers, as far as they are not in the store. */
  void bringBlobs(RegistryName asked, List<ImageRecord.RecordedLayer> recorded)
      throws IOException, InterruptedException {
    BlobPull blobs = new BlobPull(store, opener.open(asked)::blob);
    for (ImageRecord.RecordedLayer layer : recorded) {
      if (!layer.blob().equals(layer.diffId())) {
        blobs.fetch(
            new Descriptor(
                layer.mediaType(),
                layer.blob(),
                layer.size(),
                List.of(),
                Map.of(),
                Optional.empty()),
            "a layer of " + asked);
      }
    }
  }

  private static byte[] bytes(Registry registry, Descriptor blob, RegistryName name)
      throws IOException, InterruptedException {
    ImageDocuments.checkConfigSize(blob, name.toString());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    registry.blob(
        blob,
        new Registry.Sink() {
          @Override
          public long received() {
            return bytes.size();
          }

          @Override
          public void take(byte[] part, int offset, int length) {
            bytes.write(part, offset, length);
          }
        });
    ImageDocuments.checkDigest(bytes.toByteArray(), blob.digest(), "the config of " + name);
    return bytes.toByteArray();
  }

  private static Map<String, String> origin(
      String reference, RegistryName name, Digest config, Digest manifest) {
    Map<String, String> origin = new LinkedHashMap<>();
    origin.put("appc.io/docker/originalname", reference);
    origin.put("appc.io/docker/registryurl", name.host());
    origin.put("appc.io/docker/repository", name.repository());
    origin.put("appc.io/docker/imageid", config.toString());
    origin.put("appc.io/docker/manifesthash", manifest.toString());
    name.tag().ifPresent(tag -> origin.put("appc.io/docker/tag", tag));
    return origin;
  }
}
