package io.github.baci.aci.types;

import io.github.baci.api.AcIdentifier;
import io.github.baci.api.BaciException;
import io.github.baci.api.ImageId;
import io.github.baci.image.AciIdentity;
import java.util.Optional;

/**
 * An image whose files lie below those of the image that depends on it.
 *
 * @param imageName its name
 * @param imageId its image ID, if only that very image will do
 * @param labels labels that it must have
 * @param size the size of its archive in bytes, 0 if it is not known
 */
public record Dependency(
    AcIdentifier imageName, Optional<ImageId> imageId, Labels labels, long size) {
  /** Checks the size. */
  public Dependency {
    if (size < 0) {
      throw new BaciException("dependency '%s': size %d is negative".formatted(imageName, size));
    }
  }

  /** Returns what an image says to depend on an ACI. */
  public static Dependency on(AciIdentity image) {
    return new Dependency(
        new AcIdentifier(image.name()),
        Optional.of(ImageId.parse(image.imageId())),
        Labels.of(image.labels()),
        image.size());
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(imageName.value());
    labels
        .values()
        .forEach((name, value) -> text.append(',').append(name).append('=').append(value));
    imageId.ifPresent(id -> text.append(" (").append(id).append(')'));
    return text.toString();
  }
}
