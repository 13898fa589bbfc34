package io.github.baci.api;

import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * An image in a file that a build or a conversion wrote.
 *
 * @param content its file
 * @param digests by what it is known: a digest for each {@link ImageForm#identities} of its form
 * @param bases the ACIs that were made of the base image for the difference in an ACI to depend on,
 *     the lowest first; there are none in other forms
 */
public record WrittenImage(
    ImageForm form, Content content, Map<ImageIdentity, Digest> digests, List<BaseAci> bases) {

  /**
   * The file of an image.
   *
   * @param size its size in bytes
   * @param work what was done for it
   */
  public record Content(Path file, long size, Work work) {}

  /** What was done for an image. */
  public enum Work {
    /** Its file, or one of those of its bases, was written. */
    WRITTEN,
    /** The file was there already, and those of the bases, and nothing was written. */
    FOUND
  }

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
   * Returns an image that was written, with the digests in the order of the form's identities.
   *
   * @param digests as many as the form has
   */
  public static WrittenImage of(ImageForm form, Path file, long size, List<Digest> digests) {
    Map<ImageIdentity, Digest> named = new EnumMap<>(ImageIdentity.class);
    for (int i = 0; i < digests.size(); i++) {
      named.put(form.identities().get(i), digests.get(i));
    }
    return new WrittenImage(form, new Content(file, size, Work.WRITTEN), named, List.of());
  }

  /** Returns the same image with the ACIs that it depends on. */
  public WrittenImage withBases(List<BaseAci> those) {
    return new WrittenImage(form, content, digests, those);
  }

  /** Returns the same image with what was done for it. */
  public WrittenImage withWork(Work work) {
    return new WrittenImage(form, new Content(file(), size(), work), digests, bases);
  }

  /** Returns its file. */
  public Path file() {
    return content.file();
  }

  /** Returns the size of its file in bytes. */
  public long size() {
    return content.size();
  }

  /**
   * Returns whether the file was there already, and those of the bases, and nothing was written.
   */
  public boolean upToDate() {
    return content.work() == Work.FOUND;
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
