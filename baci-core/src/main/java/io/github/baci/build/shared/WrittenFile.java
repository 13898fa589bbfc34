package io.github.baci.build.shared;

import io.github.baci.api.Digest;
import io.github.baci.api.ImageForm;
import java.nio.file.Path;
import java.util.List;

/**
 * A file that a build wrote.
 *
 * @param digests by what the image in it is known, as its form has it
 * @param blobs what of it is to be pieces of their own, in the order in which they lie in it
 */
public record WrittenFile(ImageForm form, Path file, List<Digest> digests, List<Blob> blobs) {
  /** Copies the lists. */
  public WrittenFile {
    digests = List.copyOf(digests);
    blobs = List.copyOf(blobs);
  }

  /** A range of the file that others have too: a layer in the form in which it is sent. */
  public record Blob(long offset, Digest digest, long size) {
    boolean holds(long place) {
      return place >= offset && place < offset + size;
    }
  }
}
