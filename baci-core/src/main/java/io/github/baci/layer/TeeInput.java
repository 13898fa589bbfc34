package io.github.baci.layer;

import io.github.baci.stream.BlockInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.UnaryOperator;

/** Copies what is read from a stream into a sink. */
final class TeeInput extends BlockInputStream {
  private final InputStream in;
  private final TarSink sink;
  private final UnaryOperator<IOException> writeFailed;

  /**
   * Copies a stream.
   *
   * @param writeFailed explains a failure of the sink, so that it is not taken for one of the
   *     stream
   */
  TeeInput(InputStream in, TarSink sink, UnaryOperator<IOException> writeFailed) {
    this.in = in;
    this.sink = sink;
    this.writeFailed = writeFailed;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = in.read(bytes, offset, length);
    if (count > 0) {
      try {
        sink.write(bytes, offset, count);
      } catch (IOException e) {
        throw writeFailed.apply(e);
      }
    }
    return count;
  }
}
