package io.github.baci.build;

import io.github.baci.api.BuildListener;
import io.github.baci.api.Platform;
import io.github.baci.image.Image;
import io.github.baci.image.ImageConfig;
import io.github.baci.image.ImageOrigin;
import io.github.baci.plan.BaseConfigs;
import io.github.baci.plan.StageInput;
import io.github.baci.source.ImageSources;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;

/**
 * The images and directories that the stages of one build begin with or take files from. Each image
 * is loaded once, and several side by side.
 */
final class LoadedInputs implements BaseConfigs {
  private final ImageSources sources;
  private final Path contextDirectory;
  private final Set<StageInput> bases;
  private final Executor executor;
  private final BuildListener listener;
  private final Map<StageInput, CompletableFuture<Image>> images = new ConcurrentHashMap<>();

  /**
   * Takes where images come from.
   *
   * @param bases what stages begin with: a build check tells of those that are for another platform
   */
  LoadedInputs(
      ImageSources sources,
      Path contextDirectory,
      Set<StageInput> bases,
      Executor executor,
      BuildListener listener) {
    this.sources = sources;
    this.contextDirectory = contextDirectory;
    this.bases = bases;
    this.executor = executor;
    this.listener = listener;
  }

  /** Begins to load an image and does not wait. */
  void prepare(StageInput input) {
    if (isImage(input)) {
      // what becomes of it is told to those who ask for the image
      var unused = begin(input);
    }
  }

  @Override
  public ImageConfig configOf(StageInput base) throws InterruptedException {
    return directory(base).isPresent() ? ImageConfig.EMPTY : image(base).config();
  }

  @Override
  public Optional<Platform> platformOf(StageInput base) throws InterruptedException {
    return isImage(base) ? Optional.of(image(base).platform()) : Optional.empty();
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

  /** Waits for an image. */
  Image image(StageInput input) throws InterruptedException {
    try {
      return begin(input).get();
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
    return images.computeIfAbsent(
        input,
        key -> {
          CompletableFuture<Image> loaded = new CompletableFuture<>();
          executor.execute(
              () -> {
                try {
                  loaded.complete(load(key));
                } catch (Throwable e) {
                  loaded.completeExceptionally(e);
                }
              });
          return loaded;
        });
  }

  private Image load(StageInput input) throws InterruptedException {
    if (input instanceof StageInput.Image image) {
      return load(input, image.reference(), image.platform());
    }
    if (input instanceof StageInput.Named named) {
      return load(input, named.value(), named.platform());
    }
    throw new IllegalArgumentException("not an image: " + input);
  }

  /** Brings the compressed forms of an image's layers into the store. */
  void bringBlobs(StageInput input) throws InterruptedException {
    if (input instanceof StageInput.Image image) {
      sources.bringBlobs(image.reference(), image.platform());
    } else if (input instanceof StageInput.Named named) {
      sources.bringBlobs(named.value(), named.platform());
    }
  }

  private Image load(StageInput input, String reference, Platform platform)
      throws InterruptedException {
    Image image = sources.load(reference, platform);
    if (!image.platform().equals(platform) && !bases.contains(input)) {
      listener.warning(
          "%s is made for %s, and files of it are used for %s"
              .formatted(reference, image.platform(), platform));
    }
    listener.debug(
        "%s for %s has the layers %s%s"
            .formatted(
                reference,
                platform,
                image.layers().stream().map(layer -> layer.diffId().toString()).toList(),
                image.origin().equals(ImageOrigin.NONE) ? "" : " and came as " + image.origin()));
    return image;
  }
}
