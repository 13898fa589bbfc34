package io.github.baci.build;

import io.github.baci.aci.archive.AciWriter;
import io.github.baci.api.BaciException;
import io.github.baci.api.BuildListener;
import io.github.baci.api.BuildRequest;
import io.github.baci.api.BuildResult;
import io.github.baci.api.Digest;
import io.github.baci.api.OciOptions;
import io.github.baci.api.OutputFormats.OciOutput;
import io.github.baci.image.Image;
import io.github.baci.oci.OciFingerprint;
import io.github.baci.oci.OciWriter;
import io.github.baci.oci.WrittenOciArchive;
import io.github.baci.store.Store;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The files that a build writes its image to, in each of the formats that were asked for. */
final class ImageOutputs implements AutoCloseable {
  private final BuildRequest request;
  private final Store store;
  private final BuildListener listener;
  private final AciWriter aciWriter;
  private final AciOutput aciFiles;
  private OciWriter ociWriter;

  ImageOutputs(BuildRequest request, Store store, BuildListener listener) {
    this.request = request;
    this.store = store;
    this.listener = listener;
    this.aciWriter = new AciWriter(store);
    this.aciFiles = new AciOutput(request, store, aciWriter, listener);
  }

  /** Begins to compress layers while a command runs on them. */
  void compressAhead(LayerStack stack, BaseImage base) {
    Optional<Image> loaded = loaded(base);
    if (request.formats().aci()) {
      aciFiles.compressAhead(stack, loaded);
    }
    if (request.formats().oci().isPresent()) {
      Set<Digest> pulled = loaded.map(image -> image.blobs().keySet()).orElse(Set.of());
      ociWriter(request.formats().oci().get().options())
          .compressAhead(
              stack.layers().stream().filter(layer -> !pulled.contains(layer.diffId())).toList());
    }
  }

  private static Optional<Image> loaded(BaseImage base) {
    try {
      return base.load();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** Writes the files that are not up to date. */
  BuildResult write(Image image, LayerStack stack, BaseImage base)
      throws IOException, InterruptedException {
    Optional<BuildResult.Aci> aci =
        request.formats().aci()
            ? Optional.of(aciFiles.write(image, stack, base.load()))
            : Optional.empty();
    Optional<OciOutput> oci = request.formats().oci();
    return new BuildResult(
        aci, oci.isPresent() ? Optional.of(writeOci(image, base, oci.get())) : Optional.empty());
  }

  private BuildResult.Oci writeOci(Image image, BaseImage base, OciOutput output)
      throws IOException, InterruptedException {
    OciOptions options = withBase(output.options(), base);
    Optional<OutputRecord> written =
        OutputRecord.find(store, output.file(), OciFingerprint.of(image, options), 2);
    if (written.isPresent()) {
      OutputRecord record = written.get();
      return new BuildResult.Oci(
          output.file(), record.size(), record.digests().get(0), record.digests().get(1), true);
    }
    OciWriter writer = ociWriter(options);
    Image complete = withBlobs(image, base, writer);
    WrittenOciArchive file = writer.write(complete, options, output.file());
    // Blobs that cannot be had now may be there the next time: then the archive is written again.
    OutputRecord.remember(
        store, output.file(), OciFingerprint.of(complete, options), file.manifest(), file.config());
    return new BuildResult.Oci(file.file(), file.size(), file.manifest(), file.config(), false);
  }

  private static OciOptions withBase(OciOptions options, BaseImage base)
      throws InterruptedException {
    Map<String, String> annotations = new HashMap<>();
    base.load().ifPresent(image -> annotations.putAll(BaseImage.annotations(image)));
    annotations.putAll(options.annotations());
    return new OciOptions(options.name(), options.tag(), annotations, options.compression());
  }

  /** Fetches what the base image's layers came as, where the store has kept the layers alone. */
  private Image withBlobs(Image image, BaseImage base, OciWriter writer)
      throws InterruptedException {
    Image there = writer.available(image);
    if (there.blobs().equals(image.blobs())) {
      return image;
    }
    try {
      base.bringBlobs();
    } catch (BaciException e) {
      listener.warning(
          "layers of the base image are compressed anew, because their compressed form is not in"
              + " the store: "
              + e.getMessage());
    }
    return writer.available(image);
  }

  private synchronized OciWriter ociWriter(OciOptions options) {
    if (ociWriter == null) {
      ociWriter = new OciWriter(store, options.compression());
    }
    return ociWriter;
  }

  @Override
  public synchronized void close() {
    if (ociWriter != null) {
      ociWriter.close();
    }
    aciWriter.close();
  }
}
