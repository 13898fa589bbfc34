package io.github.baci.api;

import java.util.regex.Pattern;

/**
 * An App Container image ID: the SHA-512 digest of the uncompressed archive, written {@code
 * sha512-<128 hex digits>}.
 *
 * @param digest the digest
 */
public record ImageId(Digest digest) {
  private static final Pattern FORM = Pattern.compile("sha512-[0-9a-f]{128}");

  /** Checks the algorithm. */
  public ImageId {
    if (digest.algorithm() != Digest.Algorithm.SHA512) {
      throw new BaciException(
          "'%s' is not an image ID: it must be a sha512 digest".formatted(digest));
    }
  }

  /**
   * Reads an image ID.
   *
   * @throws BaciException if the text has another form
   */
  public static ImageId parse(String text) {
    if (!FORM.matcher(text).matches()) {
      throw new BaciException(
          "'%s' is not an image ID: it must have the form 'sha512-<128 lower-case hex digits>'"
              .formatted(text));
    }
    return new ImageId(new Digest(Digest.Algorithm.SHA512, text.substring("sha512-".length())));
  }

  @Override
  public String toString() {
    return "sha512-" + digest.hex();
  }
}
