package io.github.baci.source.registry;

import io.github.baci.oci.Descriptor;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * One repository of a registry, to write to. Logs in where the registry asks for it, and tries
 * again where it is worth it. Safe for several threads.
 */
public interface RegistryUpload {

  /** Gives the bytes of a blob, as often as they are needed. */
  @FunctionalInterface
  interface Content {
    /** Opens the bytes; they are closed by the caller. */
    InputStream open() throws IOException;
  }

  /**
   * Returns whether the repository has a blob.
   *
   * @throws RegistryFailure if the registry does not say
   */
  boolean has(Descriptor blob) throws IOException, InterruptedException;

  /**
   * Puts a blob into the repository.
   *
   * @param from another repository of the same registry, which may have the blob: then it is
   *     mounted from there, and nothing is sent
   * @param sent hears of bytes that were sent; a negative number of those that are sent again
   * @return whether the blob was mounted
   * @throws RegistryFailure if the registry does not take it
   */
  boolean push(Descriptor blob, Content content, Optional<String> from, LongConsumer sent)
      throws IOException, InterruptedException;

  /**
   * Puts a manifest into the repository, byte for byte, whose blobs are there.
   *
   * @param tag the tag that shall name it
   * @throws RegistryFailure if the registry does not take it
   */
  void manifest(byte[] manifest, String mediaType, String tag)
      throws IOException, InterruptedException;
}
