package io.github.baci.source.registry;

import io.github.baci.oci.Descriptor;
import io.github.baci.store.Digest;
import java.io.IOException;

/**
 * One repository of a registry, to read from. Logs in where the registry asks for it, and tries
 * again where it is worth it. Safe for several threads.
 */
public interface Registry {

  /**
   * A document that a registry gave.
   *
   * @param bytes the document
   * @param digest its SHA-256 digest
   */
  record Document(byte[] bytes, Digest digest) {}

  /**
   * Takes the bytes of a blob as they arrive. When a connection breaks, the blob is asked for again
   * from its start, and a sink gets what it does not have yet.
   */
  interface Sink {
    /** Returns how many bytes have been taken. */
    long received();

    /** Takes the next bytes. */
    void take(byte[] bytes, int offset, int length) throws IOException;
  }

  /**
   * Gets a manifest or an index.
   *
   * @param qualifier a tag or a digest; what is asked for by digest has it
   * @throws RegistryFailure if the registry does not give it, or something else
   */
  Document manifest(String qualifier) throws IOException, InterruptedException;

  /**
   * Gets a blob, from the registry or, if it is foreign, from its URLs. That it has the size that
   * its descriptor says is made sure, that it has its digest is not.
   *
   * @throws RegistryFailure if the registry does not give it, or more or less than the blob
   */
  void blob(Descriptor blob, Sink sink) throws IOException, InterruptedException;
}
