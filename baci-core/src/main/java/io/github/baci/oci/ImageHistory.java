package io.github.baci.oci;

import io.github.baci.image.ImageConfig;
import io.github.baci.image.ImageConfigBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Makes the history of a config agree with the layers: as many lines without {@code empty_layer} as
 * there are layers, the lowest first. Tools that convert images refuse others.
 */
public final class ImageHistory {
  private static final ImageConfig.History UNKNOWN =
      new ImageConfig.History(
          Optional.empty(), "", Optional.empty(), Optional.of("from the base image"), false);

  private ImageHistory() {}

  /**
   * Returns the config with a history of so many layers. Base images that tell nothing of theirs
   * get a line for each layer; a history of more layers than there are is dropped.
   */
  public static ImageConfig of(ImageConfig config, int layers) {
    List<ImageConfig.History> lines = config.history();
    long told = lines.stream().filter(line -> !line.emptyLayer()).count();
    if (told == layers) {
      return config;
    }
    ImageConfigBuilder builder = config.toBuilder().clearHistory();
    if (told < layers) {
      for (long i = told; i < layers; i++) {
        builder.history(UNKNOWN);
      }
      lines.forEach(builder::history);
    }
    return builder.build();
  }

  /**
   * Returns when an image was made: the time of its last line. The config itself may still bear the
   * time of the base image.
   */
  static Optional<Instant> created(ImageConfig config) {
    List<ImageConfig.History> lines = config.history();
    return lines.isEmpty() ? config.created() : lines.get(lines.size() - 1).created();
  }
}
