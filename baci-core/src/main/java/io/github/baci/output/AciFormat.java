package io.github.baci.output;

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
import io.github.baci.api.Digest;
import io.github.baci.api.ImageForm;
import io.github.baci.api.ImageId;
import io.github.baci.api.ImageIdentity;
import io.github.baci.api.WrittenImage;
import io.github.baci.image.Image;
import io.github.baci.layer.DirectoryLayerStore;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.LayerStack;
import io.github.baci.source.pull.BuiltImages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * App Container Images: one flat ACI, or one with the difference from the base image. The
 * difference depends on the base image itself, where that was an ACI; else on ACIs that are made of
 * it and written beside the difference. A file that is there and up to date is not written again.
 */
final class AciFormat implements OutputFormat {
  private static final String EXTENSION = ".aci";

  private final OutputSettings settings;
  private final AciWriter writer;
  private final AtomicBoolean baseAhead = new AtomicBoolean();

  AciFormat(OutputSettings settings) {
    this.settings = settings;
    this.writer = new AciWriter(settings.store());
  }

  @Override
  public void compressAhead(LayerStack stack, Optional<Image> base) {
    Optional<Image> below = below(base);
    if (!baseAhead.getAndSet(true)) {
      for (BaseAci each : madeOf(below)) {
        LayerStack layers = stack.lowest(each.image().layers().size());
        writer.compressAhead(difference(layers, each.below()), settings.aci().compression());
      }
    }
    writer.compressMeanwhile(() -> difference(stack, count(below)), settings.aci().compression());
  }

  @Override
  public WrittenImage write(OutputImage output, Path file)
      throws IOException, InterruptedException {
    FileTree tree = output.stack().tree();
    ImageManifest manifest =
        output.manifest().isPresent()
            ? output.manifest().get()
            : ManifestFactory.manifest(
                output.image(), tree, settings.aci(), settings.listener()::warning);
    WrittenAci written =
        writer.write(Difference.ofAll(tree), manifest, settings.aci().compression(), file);
    return WrittenImage.of(
        ImageForm.ACI, written.file(), written.size(), List.of(written.imageId().digest()));
  }

  @Override
  public WrittenImage update(OutputImage output, Path file)
      throws IOException, InterruptedException {
    Image image = output.image();
    LayerStack stack = output.stack();
    Optional<Image> below = below(output.base().load());
    List<WrittenImage.BaseAci> bases = new ArrayList<>();
    WrittenImage.Work work = WrittenImage.Work.FOUND;
    Optional<Dependency> dependency = below.flatMap(Image::aci).map(Dependency::on);
    for (BaseAci each : madeOf(below)) {
      LayerStack layers = stack.lowest(each.image().layers().size());
      Part part =
          new Part(
              each.image(),
              each.options(settings.aci().compression()),
              beside(file, each.qualifier()),
              each.below(),
              dependency,
              tree -> each.manifest(tree, settings.listener()::debug));
      WrittenImage written = write(part, layers);
      Digest id = written.digest(ImageIdentity.IMAGE_ID);
      dependency = Optional.of(each.dependency(new ImageId(id), written.size()));
      bases.add(new WrittenImage.BaseAci(each.qualifier(), part.file, written.size(), id));
      work = written.upToDate() ? work : WrittenImage.Work.WRITTEN;
    }
    Part part =
        new Part(
            image,
            settings.aci(),
            file,
            count(below),
            dependency,
            tree ->
                ManifestFactory.manifest(
                    image, tree, settings.aci(), settings.listener()::warning));
    WrittenImage written = write(part, stack).withBases(bases);
    return written.upToDate() ? written.withWork(work) : written;
  }

  /** Returns the image that a difference is made from, if one is wanted. */
  private Optional<Image> below(Optional<Image> base) {
    return base.filter(image -> settings.mode() == AciMode.DIFF && !image.layers().isEmpty());
  }

  private static int count(Optional<Image> below) {
    return below.map(image -> image.layers().size()).orElse(0);
  }

  private List<BaseAci> madeOf(Optional<Image> below) {
    return below
        .filter(image -> image.aci().isEmpty())
        .map(image -> BaseAci.of(image, settings.baseAcis(), AciName.parse(settings.aci().name())))
        .orElse(List.of());
  }

  /** Returns the file of a base ACI: that of the output with a qualifier in its name. */
  private static Path beside(Path file, String qualifier) {
    String name = file.getFileName().toString();
    String stem =
        name.endsWith(EXTENSION) ? name.substring(0, name.length() - EXTENSION.length()) : name;
    return file.resolveSibling(stem + "-" + qualifier + EXTENSION);
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

  private WrittenImage write(Part part, LayerStack stack) throws IOException, InterruptedException {
    Digest fingerprint = AciFingerprint.of(part.image, part.options, part.below, part.dependency);
    Optional<WrittenImage> there =
        OutputRecord.find(settings.store(), ImageForm.ACI, part.file, fingerprint);
    if (there.isPresent()) {
      return there.get();
    }
    Difference files = difference(stack, part.below);
    ImageManifest manifest = part.manifest.make(stack.tree());
    if (part.dependency.isPresent()) {
      manifest = manifest.withDependencies(List.of(part.dependency.get()), files.pathWhitelist());
    }
    WrittenAci file = writer.write(files, manifest, part.options.compression(), part.file);
    Digest id = file.imageId().digest();
    WrittenImage written = WrittenImage.of(ImageForm.ACI, part.file, file.size(), List.of(id));
    OutputRecord.remember(settings.store(), written, fingerprint);
    new BuiltImages(settings.store(), new DirectoryLayerStore(settings.store()))
        .put(id, part.image);
    return written;
  }

  /** Returns what the layers above some have. */
  private static Difference difference(LayerStack stack, int below) {
    return below == 0
        ? Difference.ofAll(stack.tree())
        : Difference.between(stack.lowest(below).tree(), stack.tree());
  }

  @Override
  public void close() {
    writer.close();
  }
}
