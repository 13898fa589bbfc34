package io.github.baci.api;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What an OCI image has beside the image it is made from.
 *
 * @param name the name that tools give the image when they load the archive, of the form {@code
 *     [REGISTRY/]REPOSITORY}; without one they ask for it, or know the image by its digest
 * @param tag the tag, the archive's {@code org.opencontainers.image.ref.name}
 * @param annotations annotations of the manifest; they override those that baci sets
 * @param compression how layers are compressed that no base image gives compressed
 */
public record OciOptions(
    Optional<String> name,
    String tag,
    Map<String, String> annotations,
    LayerCompression compression) {
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");

  /** Options with nothing but the tag {@code latest}; layers are compressed with gzip. */
  public static final OciOptions DEFAULT =
      new OciOptions(Optional.empty(), "latest", Map.of(), LayerCompression.GZIP);

  /**
   * Checks the tag, and copies the map in the order of its keys.
   *
   * @throws BaciException if the tag is none
   */
  public OciOptions {
    if (!TAG.matcher(tag).matches()) {
      throw new BaciException(
          "'%s' is no tag of an image: it must be of letters, digits and '_.-'".formatted(tag));
    }
    annotations = Collections.unmodifiableMap(new TreeMap<>(annotations));
  }
}
