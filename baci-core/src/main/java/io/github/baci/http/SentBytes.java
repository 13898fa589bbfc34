package io.github.baci.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;

/** Notes when bytes of a body were last taken for sending. */
final class SentBytes extends FilterInputStream {
  private final AtomicLong last;

  SentBytes(InputStream body, AtomicLong last) {
    super(body);
    this.last = last;
  }

  @Override
  public int read() throws IOException {
    last.set(System.nanoTime());
    return super.read();
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    last.set(System.nanoTime());
    return super.read(bytes, offset, length);
  }
}
