package io.github.baci.stream;

import java.io.IOException;
import java.io.InputStream;

/**
 * A stream of which blocks are read. Whoever asks for a single byte is given a block of one, for
 * which an array is made: nobody should ask for many.
 */
public abstract class BlockInputStream extends InputStream {

  @Override
  public final int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public abstract int read(byte[] bytes, int offset, int length) throws IOException;
}
