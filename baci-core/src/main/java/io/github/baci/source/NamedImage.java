package io.github.baci.source;

import io.github.baci.aci.manifest.AciImage;
import io.github.baci.api.Platform;
import io.github.baci.image.Image;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An image that the user named.
 *
 * @param name what the user called it
 * @param form its form: {@code aci}, {@code oci-archive}, {@code docker-archive}, {@code
 *     oci-layout}, or the scheme of the reference
 * @param fileSize the size of its file in bytes, if it is one
 * @param image the image, its layers in the store
 * @param aci what only an App Container Image has, if it is one
 */
public record NamedImage(
    String name, String form, OptionalLong fileSize, Image image, Optional<AciImage> aci) {

  /** Names an App Container Image. */
  static NamedImage of(String name, AciImage aci, OptionalLong fileSize, Platform platform) {
    return new NamedImage(name, "aci", fileSize, aci.toImage(platform), Optional.of(aci));
  }
}
