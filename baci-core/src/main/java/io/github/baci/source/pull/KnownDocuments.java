package io.github.baci.source.pull;

import io.github.baci.api.Digest;
import io.github.baci.api.ImageReference;
import io.github.baci.api.Platform;
import java.util.Optional;

/**
 * Manifests and configs of images that are known without asking their registry. What a name stands
 * for is always asked of its registry; what is asked for by its digest may come from anywhere, as
 * whoever takes it makes sure that it has that digest. Safe for several threads.
 */
public interface KnownDocuments {
  /** Nothing is known. */
  KnownDocuments NONE = (name, platform) -> OfImage.NOTHING;

  /** Begins to look for what is known of an image, and does not wait. */
  OfImage of(ImageReference name, Platform platform) throws InterruptedException;

  /** What is known of one image, while one thread finds out what its name stands for. */
  interface OfImage {
    /** Nothing is known. */
    OfImage NOTHING =
        new OfImage() {
          @Override
          public Optional<byte[]> find(Digest digest) {
            return Optional.empty();
          }

          @Override
          public void needed(byte[] document) {}

          @Override
          public void resolved() {}
        };

    /** Returns what is said to be the document of a digest; whether it is, is not certain. */
    Optional<byte[]> find(Digest digest) throws InterruptedException;

    /** Hears of a document that was needed to find out what the name stands for. */
    void needed(byte[] document);

    /** Hears that what the name stands for is known. */
    void resolved();
  }
}
