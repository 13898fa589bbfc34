package io.github.baci.source;

import io.github.baci.api.Platform;
import io.github.baci.image.Image;
import io.github.baci.image.ImageDescription;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** Where images of one kind of reference come from. Safe for several threads. */
public interface ImageSource {

  /**
   * Returns the scheme of the references that this source answers for, without {@code ://}, as in
   * {@code docker} or {@code jlink}.
   */
  String scheme();

  /**
   * Finds an image and brings its layers into the store, as far as they are not there.
   *
   * @param reference what follows {@code scheme://}
   * @param platform what the image shall run on
   * @throws io.github.baci.api.BaciException if there is no such image, it is damaged, or access is
   *     refused; says which URL or path, and what was tried
   */
  Image load(String reference, Platform platform) throws InterruptedException;

  /**
   * Says what an image is, without bringing its layers into the store, if the source can. What
   * {@link #load} gives afterwards is the image that was described.
   *
   * @param reference what follows {@code scheme://}
   * @return nothing if the image must be loaded to know it, or is in the store
   * @throws io.github.baci.api.BaciException as {@link #load}
   */
  default Optional<ImageDescription> describe(String reference, Platform platform)
      throws InterruptedException {
    return Optional.empty();
  }

  /**
   * Finds an image as {@link #load} does, and says what else is known of it.
   *
   * @param name what the user called it
   * @param reference what follows {@code scheme://}
   */
  default NamedImage named(String name, String reference, Platform platform)
      throws InterruptedException {
    return new NamedImage(
        name, scheme(), OptionalLong.empty(), load(reference, platform), Optional.empty());
  }

  /**
   * Brings the compressed forms of an image's layers into the store, as far as the store has the
   * layers alone. A source whose layers have none does nothing.
   *
   * @param reference what follows {@code scheme://}; it was loaded before
   * @throws io.github.baci.api.BaciException if they cannot be had; says why
   */
  default void bringBlobs(String reference, Platform platform) throws InterruptedException {}

  /**
   * Returns by what is known that a reference still stands for an image, without asking its source
   * again. A source that looks at something each time has nothing to say here.
   *
   * @param reference what follows {@code scheme://}
   * @param image what {@link #load} gave in this build
   */
  default Optional<Standing> standing(String reference, Platform platform, Image image) {
    return Optional.empty();
  }

  /**
   * Returns the file or directory of this machine that a reference names, if it names one.
   *
   * @param reference what follows {@code scheme://}; it was loaded before
   */
  default Optional<Path> file(String reference) {
    return Optional.empty();
  }
}
