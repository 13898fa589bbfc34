package io.github.baci.registry;

import java.io.IOException;

/**
 * Takes the bytes of a blob as they arrive. When a connection breaks, what is missing is asked for,
 * so that a sink gets every byte once.
 */
public interface BlobSink {
  /** Returns how many bytes have been taken. */
  long received();

  /**
   * Takes the next bytes.
   *
   * @throws SinkFailure if they cannot be taken; then nothing is tried again
   */
  void take(byte[] bytes, int offset, int length) throws IOException;
}
