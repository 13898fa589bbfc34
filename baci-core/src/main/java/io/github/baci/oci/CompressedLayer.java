package io.github.baci.oci;

import io.github.baci.api.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A layer in the form in which images hold it.
 *
 * @param mediaType its media type
 * @param digest its digest
 * @param size its length in bytes
 * @param content where the bytes are
 */
public record CompressedLayer(String mediaType, Digest digest, long size, Content content) {

  /** Opens the bytes; they are closed by the caller. */
  public InputStream open() throws IOException {
    return content instanceof InFile in
        ? Files.newInputStream(in.file())
        : new ByteArrayInputStream(((InMemory) content).bytes());
  }

  /** Where the bytes of a blob are. */
  sealed interface Content {}

  /** A file of the store holds them. */
  record InFile(Path file, BlobCopy copy) implements Content {}

  /** They are in memory, because they are few. */
  record InMemory(byte[] bytes) implements Content {}
}
