package io.github.baci.layer;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Bytes that are read by position, as those of a {@link java.nio.channels.FileChannel}. */
@FunctionalInterface
public interface PositionedInput {
  /**
   * Reads some bytes.
   *
   * @return how many; -1 at the end
   */
  int read(ByteBuffer target, long position) throws IOException;
}
