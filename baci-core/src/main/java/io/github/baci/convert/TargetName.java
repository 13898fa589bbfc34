package io.github.baci.convert;

import io.github.baci.aci.manifest.AciImage;
import io.github.baci.aci.types.AciName;
import io.github.baci.api.BaciException;
import io.github.baci.api.ImageForm;
import io.github.baci.api.ImageReference;
import io.github.baci.api.Option;
import io.github.baci.source.NamedImage;
import java.util.Locale;
import java.util.Optional;

/**
 * What an image is called in its new form: as the user says, else as it was called before. What one
 * kind of name may not hold is replaced.
 *
 * @param name the name, without a version, as it was found
 * @param version the version, or the tag
 */
record TargetName(Optional<String> name, Optional<String> version) {
  private static final int LONGEST_TAG = 128;

  /**
   * Finds the name of an image.
   *
   * @param wanted what the user says: for an ACI {@code NAME[:VERSION][,LABEL=VALUE…]}, else {@code
   *     [REGISTRY/]REPOSITORY[:TAG]}
   * @throws BaciException if that is no name
   */
  static TargetName of(NamedImage image, Optional<String> wanted, ImageForm form) {
    if (wanted.isPresent()) {
      return form == ImageForm.ACI ? ofAci(wanted.get()) : ofRepository(wanted.get());
    }
    if (image.aci().isPresent()) {
      AciImage aci = image.aci().get();
      return new TargetName(
          Optional.of(aci.manifest().name().toString()), aci.manifest().labels().version());
    }
    Optional<String> original = image.image().origin().name();
    if (original.isEmpty()) {
      return new TargetName(Optional.empty(), image.image().origin().tag());
    }
    try {
      ImageReference name = ImageReference.parse(original.get());
      return new TargetName(Optional.of(name.registry() + "/" + name.repository()), name.tag());
    } catch (BaciException e) {
      return new TargetName(Optional.empty(), Optional.empty()); // no registry has such a name
    }
  }

  private static TargetName ofAci(String text) {
    AciName name = AciName.parse(text);
    return new TargetName(Optional.of(name.name().toString()), name.labels().version());
  }

  private static TargetName ofRepository(String text) {
    Optional<String> tag = ImageReference.parse(text).tag();
    int colon = text.lastIndexOf(':');
    String name = colon > text.lastIndexOf('/') ? text.substring(0, colon) : text;
    return new TargetName(Optional.of(name), tag);
  }

  /**
   * Returns the name of an ACI, with the version.
   *
   * @throws BaciException if there is none
   */
  String toAci() {
    String found =
        name.orElseThrow(
            () ->
                new BaciException(
                    "the image does not tell what it is called: set %s, as in %s=example.com/app:1.0"
                        .formatted(Option.CONVERT_NAME, Option.CONVERT_NAME)));
    String identifier =
        found
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9._~/-]", "-")
            .replaceAll("[-._~/]*([-._~/])", "$1")
            .replaceAll("^[-._~/]+|[-._~/]+$", "");
    return identifier + version.map(text -> ":" + text).orElse("");
  }

  /** Returns the name in registries, without the tag; nothing if it cannot be one. */
  Optional<String> toRepository() {
    try {
      name.ifPresent(ImageReference::parse);
      return name;
    } catch (BaciException e) {
      return Optional.empty();
    }
  }

  /** Returns the tag: the version, with what no tag may hold replaced, or {@code latest}. */
  String toTag() {
    String allowed =
        version.orElse("latest").replaceAll("[^A-Za-z0-9_.-]", "_").replaceFirst("^[.-]", "_");
    return allowed.substring(0, Math.min(LONGEST_TAG, allowed.length()));
  }
}
