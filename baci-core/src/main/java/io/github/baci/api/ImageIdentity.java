package io.github.baci.api;

/** By what images are known. */
public enum ImageIdentity {
  /** The App Container image ID: the SHA-512 digest of the uncompressed archive. */
  IMAGE_ID("imageId", "image ID"),
  /** The digest of an image's manifest, by which registries know it. */
  MANIFEST_DIGEST("manifestDigest", "manifest digest"),
  /** The digest of an image's config, by which Docker and podman know it. */
  CONFIG_DIGEST("configDigest", "config digest");

  private final String key;
  private final String words;

  ImageIdentity(String key, String words) {
    this.key = key;
    this.words = words;
  }

  /** Returns its name in records and properties. */
  public String key() {
    return key;
  }

  /** Returns its name for people. */
  public String words() {
    return words;
  }

  /** Returns the text of a digest: {@code sha512-…} of an image ID, else {@code sha256:…}. */
  public String text(Digest digest) {
    return this == IMAGE_ID ? new ImageId(digest).toString() : digest.toString();
  }
}
