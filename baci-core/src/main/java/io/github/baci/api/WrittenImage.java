package io.github.baci.api;

import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * An image in a file that a build or a conversion wrote.
 *
 * @param size its size in bytes
 * @param digests by what it is known: a digest for each {@link ImageForm#identities} of its form
 * @param upToDate whether the file was there already, and those of the bases, and nothing was
 *     written
 * @param bases the ACIs that were made of the base image for the difference in an ACI to depend on,
 *     the lowest first; there are none in other forms
 */
public record WrittenImage(
    ImageForm form,
    Path file,
    long size,
    Map<ImageIdentity, Digest> digests,
    boolean upToDate,
    List<BaseAci> bases) {

  /**
   * An ACI of a base image, or of a layer of one.
   *
   * @param qualifier what its file name has beside that of the image, as in {@code base}
   * @param size its size in bytes
   * @param imageId its image ID
   */
  public record BaseAci(String qualifier, Path file, long size, Digest imageId) {}

  /** Copies the collections. */
  public WrittenImage {
    digests = Collections.unmodifiableMap(new EnumMap<>(digests));
    bases = List.copyOf(bases);
  }

  /**
   * Takes the digests in the order of the form's identities.
   *
   * @param digests as many as the form has
   */
  public static WrittenImage of(
      ImageForm form, Path file, long size, List<Digest> digests, boolean upToDate) {
    Map<ImageIdentity, Digest> named = new EnumMap<>(ImageIdentity.class);
    for (int i = 0; i < digests.size(); i++) {
      named.put(form.identities().get(i), digests.get(i));
    }
    return new WrittenImage(form, file, size, named, upToDate, List.of());
  }

  /** Returns the same image with the ACIs that it depends on. */
  public WrittenImage withBases(List<BaseAci> those, boolean allUpToDate) {
    return new WrittenImage(form, file, size, digests, upToDate && allUpToDate, those);
  }

  /**
   * Returns a digest by which the image is known.
   *
   * @throws IllegalArgumentException if an image of this form is not known by that
   */
  public Digest digest(ImageIdentity identity) {
    Digest digest = digests.get(identity);
    if (digest == null) {
      throw new IllegalArgumentException(form + " has no " + identity.words());
    }
    return digest;
  }

  /** Returns the text by which an image of its form is usually known, as {@code sha512-…}. */
  public String id() {
    ImageIdentity identity = form.identities().get(0);
    return identity.text(digest(identity));
  }
}
