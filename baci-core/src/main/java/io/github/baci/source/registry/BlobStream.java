package io.github.baci.source.registry;

import io.github.baci.oci.Descriptor;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Takes a blob from jib-core, which always sends it from the start: what the sink has already is
 * left out, and what is too much refused.
 */
final class BlobStream extends OutputStream {
  private final Descriptor blob;
  private final Registry.Sink sink;
  private final String url;
  private long skip;
  private boolean closed;

  BlobStream(Descriptor blob, Registry.Sink sink, String url) {
    this.blob = blob;
    this.sink = sink;
    this.url = url;
    this.skip = sink.received();
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int known = (int) Math.min(skip, length);
    skip -= known;
    if (known == length) {
      return;
    }
    if (sink.received() + length - known > blob.size()) {
      throw new RegistryFailure(
          RegistryFailure.Kind.OTHER,
          "%s gives more than the %d bytes that the manifest says".formatted(url, blob.size()));
    }
    sink.take(bytes, offset + known, length - known);
  }

  @Override
  public void close() {
    closed = true;
  }

  boolean isClosed() {
    return closed;
  }
}
