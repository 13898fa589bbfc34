package io.github.baci.build;

import io.github.baci.aci.archive.AciFingerprint;
import io.github.baci.aci.archive.AciWriter;
import io.github.baci.aci.archive.Difference;
import io.github.baci.aci.archive.WrittenAci;
import io.github.baci.aci.manifest.BaseAci;
import io.github.baci.aci.manifest.ImageManifest;
import io.github.baci.aci.manifest.ManifestFactory;
import io.github.baci.aci.types.AciName;
import io.github.baci.aci.types.Dependency;
import io.github.baci.api.AciMode;
import io.github.baci.api.AciOptions;
import io.github.baci.api.BuildListener;
import io.github.baci.api.BuildRequest;
import io.github.baci.api.BuildResult;
import io.github.baci.api.Digest;
import io.github.baci.api.ImageId;
import io.github.baci.image.Image;
import io.github.baci.layer.DirectoryLayerStore;
import io.github.baci.layer.FileTree;
import io.github.baci.source.pull.BuiltImages;
import io.github.baci.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Writes what a build has made: one flat ACI, or one with the difference from the base image. The
 * difference depends on the base image itself, where that was an ACI; else on ACIs that are made of
 * it and written beside the difference. A file that is there and up to date is not written again.
 */
final class AciOutput {
  private static final String EXTENSION = ".aci";

  private final BuildRequest request;
  private final Store store;
  private final AciWriter writer;
  private final BuildListener listener;
  private final AtomicBoolean baseAhead = new AtomicBoolean();

  AciOutput(BuildRequest request, Store store, AciWriter writer, BuildListener listener) {
    this.request = request;
    this.store = store;
    this.writer = writer;
    this.listener = listener;
  }

  /**
   * Begins to compress what the build has made so far.
   *
   * @param base the image that the build began with
   */
  void compressAhead(LayerStack stack, Optional<Image> base) {
    Optional<Image> below = below(base);
    if (!baseAhead.getAndSet(true)) {
      for (BaseAci each : madeOf(below)) {
        LayerStack layers = stack.lowest(each.image().layers().size());
        writer.compressAhead(difference(layers, each.below()), request.aci().compression());
      }
    }
    writer.compressAhead(difference(stack, count(below)), request.aci().compression());
  }

  /**
   * Writes what is not up to date.
   *
   * @param base the image that the build began with
   */
  BuildResult.Aci write(Image image, LayerStack stack, Optional<Image> base)
      throws IOException, InterruptedException {
    Optional<Image> below = below(base);
    List<BuildResult.BaseAci> bases = new ArrayList<>();
    boolean upToDate = true;
    Optional<Dependency> dependency = below.flatMap(Image::aci).map(Dependency::on);
    for (BaseAci each : madeOf(below)) {
      LayerStack layers = stack.lowest(each.image().layers().size());
      Part part =
          new Part(
              each.image(),
              each.options(request.aci().compression()),
              beside(each.qualifier()),
              each.below(),
              dependency,
              tree -> each.manifest(tree, listener::debug));
      Written written = write(part, layers);
      dependency = Optional.of(each.dependency(new ImageId(written.imageId), written.size));
      bases.add(
          new BuildResult.BaseAci(each.qualifier(), part.file, written.size, written.imageId));
      upToDate &= written.upToDate;
    }
    Part part =
        new Part(
            image,
            request.aci(),
            request.outputFile(),
            count(below),
            dependency,
            tree -> ManifestFactory.manifest(image, tree, request.aci(), listener::warning));
    Written written = write(part, stack);
    return new BuildResult.Aci(
        part.file, written.size, written.imageId, upToDate && written.upToDate, bases);
  }

  /** Returns the image that a difference is made from, if one is wanted. */
  private Optional<Image> below(Optional<Image> base) {
    return base.filter(image -> request.mode() == AciMode.DIFF && !image.layers().isEmpty());
  }

  private static int count(Optional<Image> below) {
    return below.map(image -> image.layers().size()).orElse(0);
  }

  private List<BaseAci> madeOf(Optional<Image> below) {
    return below
        .filter(image -> image.aci().isEmpty())
        .map(image -> BaseAci.of(image, request.baseAcis(), AciName.parse(request.aci().name())))
        .orElse(List.of());
  }

  /** Returns the file of a base ACI: that of the output with a qualifier in its name. */
  private Path beside(String qualifier) {
    String name = request.outputFile().getFileName().toString();
    String stem =
        name.endsWith(EXTENSION) ? name.substring(0, name.length() - EXTENSION.length()) : name;
    return request.outputFile().resolveSibling(stem + "-" + qualifier + EXTENSION);
  }

  /**
   * One ACI of the output.
   *
   * @param below how many of the image's layers are in what it depends on
   */
  private record Part(
      Image image,
      AciOptions options,
      Path file,
      int below,
      Optional<Dependency> dependency,
      ManifestMaker manifest) {}

  private interface ManifestMaker {
    ImageManifest make(FileTree tree);
  }

  private record Written(long size, Digest imageId, boolean upToDate) {}

  private Written write(Part part, LayerStack stack) throws IOException, InterruptedException {
    Digest fingerprint = AciFingerprint.of(part.image, part.options, part.below, part.dependency);
    Optional<OutputRecord> record = OutputRecord.find(store, part.file, fingerprint, 1);
    if (record.isPresent()) {
      return new Written(record.get().size(), record.get().digests().get(0), true);
    }
    Difference files = difference(stack, part.below);
    ImageManifest manifest = part.manifest.make(stack.tree());
    if (part.dependency.isPresent()) {
      manifest = manifest.withDependencies(List.of(part.dependency.get()), files.pathWhitelist());
    }
    WrittenAci file = writer.write(files, manifest, part.options.compression(), part.file);
    OutputRecord.remember(store, part.file, fingerprint, file.imageId().digest());
    new BuiltImages(store, new DirectoryLayerStore(store)).put(file.imageId().digest(), part.image);
    return new Written(file.size(), file.imageId().digest(), false);
  }

  /** Returns what the layers above some have. */
  private static Difference difference(LayerStack stack, int below) {
    return below == 0
        ? Difference.ofAll(stack.tree())
        : Difference.between(stack.lowest(below).tree(), stack.tree());
  }
}
