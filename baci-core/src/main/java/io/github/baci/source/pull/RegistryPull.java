package io.github.baci.source.pull;

import io.github.baci.api.BuildListener;
import io.github.baci.api.Digest;
import io.github.baci.api.ImageReference;
import io.github.baci.api.Platform;
import io.github.baci.image.ImageOrigin;
import io.github.baci.layer.LayerStore;
import io.github.baci.oci.Descriptor;
import io.github.baci.oci.Manifest;
import io.github.baci.oci.OciConfig;
import io.github.baci.registry.Repository;
import io.github.baci.store.Store;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks a registry what a name stands for, and pulls what of it is not in the store. */
public final class RegistryPull {
  private final Store store;
  private final LayerStore layers;
  private final Opener opener;
  private final KnownDocuments known;
  private final BuildListener listener;

  /** Opens a repository. */
  @FunctionalInterface
  public interface Opener {
    Repository open(ImageReference name);
  }

  /**
   * Prepares to pull.
   *
   * @param known what need not be asked for
   */
  public RegistryPull(
      Store store, LayerStore layers, Opener opener, KnownDocuments known, BuildListener listener) {
    this.store = store;
    this.layers = layers;
    this.opener = opener;
    this.known = known;
    this.listener = listener;
  }

  /**
   * What a name stands for.
   *
   * @param record what is kept of it
   * @param missing the layers that may not be in the store
   */
  public record Resolved(ImageRecord record, List<DescribedLayer> missing) {
    /** Copies the list. */
    public Resolved {
      missing = List.copyOf(missing);
    }
  }

  /**
   * Resolves a name; no layer is pulled.
   *
   * @param earlier what the name stood for when it was last asked, if all of that is in the store
   */
  public Resolved resolve(
      String reference,
      ImageReference name,
      ImageReference asked,
      Platform platform,
      Optional<ImageRecord> earlier)
      throws IOException, InterruptedException {
    Repository registry = opener.open(asked);
    KnownDocuments.OfImage documents = known.of(name, platform);
    Repository.Document top = registry.manifest(asked.qualifier());
    if (earlier.isPresent() && earlier.get().document().equals(top.digest())) {
      return new Resolved(earlier.get(), List.of());
    }
    Found found = find(new Documents(registry, documents, name.toString()), platform, top);
    documents.resolved();
    Manifest.OfImage image = found.manifest();
    OciConfig config = found.config();
    List<DescribedLayer> wanted = ImageDocuments.layers(image, config, name.toString());
    return new Resolved(
        ImageDocuments.record(
            top.digest(),
            config,
            wanted,
            origin(reference, name, image.config().digest(), found.digest())),
        wanted);
  }

  /** Pulls the layers of what a name stands for, as far as they are not in the store. */
  public void bring(String reference, ImageReference asked, Resolved resolved)
      throws IOException, InterruptedException {
    List<DescribedLayer> wanted = resolved.missing();
    if (!wanted.isEmpty()) {
      PullProgress progress =
          new PullProgress(
              listener, reference, wanted.stream().mapToLong(layer -> layer.blob().size()).sum());
      LayerPulls.run(
          new LayerPull(store, layers, opener.open(asked)::blob, progress)::pull, wanted);
    }
  }

  /** Fetches the blobs of layers, as far as they are not in the store. */
  public void bringBlobs(ImageReference asked, List<ImageRecord.RecordedLayer> recorded)
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

  /**
   * The image that a name stands for.
   *
   * @param digest that of the manifest
   */
  private record Found(Digest digest, Manifest.OfImage manifest, OciConfig config) {}

  private static Found find(Documents documents, Platform platform, Repository.Document top)
      throws IOException, InterruptedException {
    Manifest manifest = Manifest.read(top.bytes(), "the manifest of " + documents.origin);
    if (manifest instanceof Manifest.Index index) {
      ImageChoice.Chosen chosen =
          new ImageChoice(documents, platform, documents.origin).among(index);
      return new Found(
          Digest.sha256Of(chosen.bytes()),
          chosen.manifest(),
          chosen.config().isPresent()
              ? chosen.config().get()
              : documents.config(chosen.manifest().config()));
    }
    Manifest.OfImage image = (Manifest.OfImage) manifest;
    return new Found(top.digest(), image, documents.config(image.config()));
  }

  /** The documents of a repository, each with its digest, wherever it comes from. */
  private record Documents(Repository repository, KnownDocuments.OfImage known, String origin)
      implements ImageChoice.Documents {
    @Override
    public byte[] manifest(Descriptor entry) throws IOException, InterruptedException {
      Optional<byte[]> here = find(entry.digest());
      byte[] bytes =
          here.isPresent() ? here.get() : repository.manifest(entry.digest().toString()).bytes();
      known.needed(bytes);
      return bytes;
    }

    @Override
    public OciConfig config(Descriptor config) throws IOException, InterruptedException {
      ImageDocuments.checkConfigSize(config, origin);
      Optional<byte[]> here = find(config.digest());
      byte[] bytes =
          here.isPresent() && here.get().length == config.size()
              ? here.get()
              : repository.bytes(config);
      known.needed(bytes);
      return ImageDocuments.config(bytes, origin);
    }

    private Optional<byte[]> find(Digest digest) throws InterruptedException {
      Optional<byte[]> said = known.find(digest);
      return said.isPresent() && digest.isOf(said.get()) ? said : Optional.empty();
    }
  }

  private static ImageOrigin origin(
      String reference, ImageReference name, Digest config, Digest manifest) {
    return ImageOrigin.NONE
        .withName(reference)
        .withReference(name)
        .withConfig(config)
        .withManifest(manifest);
  }
}
