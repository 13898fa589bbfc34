package io.github.baci.build;

import io.github.baci.api.BuildListener;
import io.github.baci.api.Platform;
import io.github.baci.image.Image;
import io.github.baci.image.ImageConfig;
import io.github.baci.image.ImageDescription;
import io.github.baci.image.ImageOrigin;
import io.github.baci.plan.BaseConfigs;
import io.github.baci.plan.StageInput;
import io.github.baci.source.ImageSources;
import io.github.baci.source.Standing;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;

/**
 * The images and directories that the stages of one build begin with or take files from. Each image
 * is loaded once, and several side by side. What an image is may be known long before its layers
 * are there, and the build goes on as far as that serves.
 */
final class LoadedInputs implements BaseConfigs {
  private final ImageSources sources;
  private final Path contextDirectory;
  private final Set<StageInput> bases;
  private final Executor executor;
  private final BuildListener listener;
  private final boolean late;
  private final Map<StageInput, CompletableFuture<Image>> images = new ConcurrentHashMap<>();
  private final Set<StageInput> warned = ConcurrentHashMap.newKeySet();
  private final Map<StageInput, CompletableFuture<ImageDescription>> described =
      new ConcurrentHashMap<>();

  /**
   * Takes where images come from.
   *
   * @param bases what stages begin with: a build check tells of those that are for another platform
   * @param late whether layers are brought when they are needed, and not before
   */
  LoadedInputs(
      ImageSources sources,
      Path contextDirectory,
      Set<StageInput> bases,
      boolean late,
      Executor executor,
      BuildListener listener) {
    this.sources = sources;
    this.contextDirectory = contextDirectory;
    this.bases = bases;
    this.late = late;
    this.executor = executor;
    this.listener = listener;
  }

  /** Begins to find out what an image is and does not wait. */
  void prepare(StageInput input) {
    if (isImage(input)) {
      // what becomes of it is told to those who ask for it
      var unused = late ? beginToDescribe(input) : begin(input);
    }
  }

  /** Begins to load an image and does not wait. */
  void load(StageInput input) {
    if (isImage(input)) {
      var unused = begin(input);
    }
  }

  @Override
  public ImageConfig configOf(StageInput base) throws InterruptedException {
    return directory(base).isPresent() ? ImageConfig.EMPTY : describe(base).config();
  }

  @Override
  public Optional<Platform> platformOf(StageInput base) throws InterruptedException {
    return isImage(base) ? Optional.of(describe(base).platform()) : Optional.empty();
  }

  /** Returns the directory that an input is, if it is one. */
  Optional<Path> directory(StageInput input) {
    if (!(input instanceof StageInput.Named named) || named.value().contains("://")) {
      return Optional.empty();
    }
    try {
      Path path = contextDirectory.resolve(named.value());
      return Files.isDirectory(path) ? Optional.of(path) : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** Returns the files and directories of this machine that images came from. */
  List<Path> files() {
    List<Path> files = new ArrayList<>();
    for (StageInput input : images.keySet()) {
      sources.file(reference(input).text()).ifPresent(files::add);
    }
    return files;
  }

  /** Waits for an image. */
  Image image(StageInput input) throws InterruptedException {
    try {
      return begin(input).get();
    } catch (ExecutionException e) {
      throw ThreadFailure.rethrow(e.getCause());
    }
  }

  /**
   * Returns whether layers of an image are on their way: what is built on it cannot have been built
   * here before. Known as soon as the image is described.
   */
  boolean isComing(StageInput input) {
    CompletableFuture<Image> image = images.get(input);
    return !late && image != null && !image.isDone();
  }

  /** Waits until it is known what an image is; its layers may not be there. */
  ImageDescription describe(StageInput input) throws InterruptedException {
    if (!late) {
      var unused = begin(input);
    }
    try {
      return beginToDescribe(input).get();
    } catch (ExecutionException e) {
      throw ThreadFailure.rethrow(e.getCause());
    }
  }

  /** Returns whether an input is an image, and no directory, stage or nothing. */
  boolean isImage(StageInput input) {
    return input instanceof StageInput.Image
        || (input instanceof StageInput.Named && directory(input).isEmpty());
  }

  private CompletableFuture<Image> begin(StageInput input) {
    if (late) {
      return begin(images, input, () -> load(reference(input), input));
    }
    CompletableFuture<ImageDescription> description =
        described.computeIfAbsent(input, key -> new CompletableFuture<>());
    return begin(images, input, () -> load(input, description));
  }

  /** Loads an image, and says what it is as soon as that is known. */
  private Image load(StageInput input, CompletableFuture<ImageDescription> description)
      throws InterruptedException {
    try {
      Reference reference = reference(input);
      Optional<ImageDescription> known = sources.describe(reference.text(), reference.platform());
      if (known.isPresent()) {
        description.complete(known.get());
      }
      Image image = load(reference, input);
      description.complete(ImageDescription.of(image));
      return image;
    } catch (Throwable e) {
      description.completeExceptionally(e);
      throw e;
    }
  }

  private CompletableFuture<ImageDescription> beginToDescribe(StageInput input) {
    return begin(
        described,
        input,
        () -> {
          Reference reference = reference(input);
          Optional<ImageDescription> description =
              sources.describe(reference.text(), reference.platform());
          if (description.isEmpty()) {
            return ImageDescription.of(image(input));
          }
          warn(input, reference, description.get().platform());
          return description.get();
        });
  }

  private <T> CompletableFuture<T> begin(
      Map<StageInput, CompletableFuture<T>> begun, StageInput input, Work<T> work) {
    return begun.computeIfAbsent(
        input,
        key -> {
          CompletableFuture<T> result = new CompletableFuture<>();
          executor.execute(
              () -> {
                try {
                  result.complete(work.run());
                } catch (Throwable e) {
                  result.completeExceptionally(e);
                }
              });
          return result;
        });
  }

  private interface Work<T> {
    T run() throws InterruptedException;
  }

  /** An image by its name. */
  private record Reference(String text, Platform platform) {}

  private static Reference reference(StageInput input) {
    if (input instanceof StageInput.Image image) {
      return new Reference(image.reference(), image.platform());
    }
    if (input instanceof StageInput.Named named) {
      return new Reference(named.value(), named.platform());
    }
    throw new IllegalArgumentException("not an image: " + input);
  }

  /** Brings the compressed forms of an image's layers into the store. */
  void bringBlobs(StageInput input) throws InterruptedException {
    Reference reference = reference(input);
    sources.bringBlobs(reference.text(), reference.platform());
  }

  /**
   * Returns by what is known that all images are those that were loaded; nothing, if one of them is
   * looked for each time, or was not needed.
   */
  Optional<List<Standing>> standings() throws InterruptedException {
    if (late) {
      return Optional.empty();
    }
    List<Standing> all = new ArrayList<>();
    for (StageInput input : images.keySet()) {
      Reference reference = reference(input);
      Optional<Standing> standing =
          sources.standing(reference.text(), reference.platform(), image(input));
      if (standing.isEmpty()) {
        return Optional.empty();
      }
      all.add(standing.get());
    }
    return Optional.of(all);
  }

  private Image load(Reference reference, StageInput input) throws InterruptedException {
    Image image = sources.load(reference.text(), reference.platform());
    warn(input, reference, image.platform());
    listener.debug(
        "%s for %s has the layers %s%s"
            .formatted(
                reference.text(),
                reference.platform(),
                image.layers().stream().map(layer -> layer.diffId().toString()).toList(),
                image.origin().equals(ImageOrigin.NONE) ? "" : " and came as " + image.origin()));
    return image;
  }

  private void warn(StageInput input, Reference reference, Platform actual) {
    if (!actual.equals(reference.platform()) && !bases.contains(input) && warned.add(input)) {
      listener.warning(
          "%s is made for %s, and files of it are used for %s"
              .formatted(reference.text(), actual, reference.platform()));
    }
  }
}
