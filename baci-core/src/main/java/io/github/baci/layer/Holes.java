package io.github.baci.layer;

import java.io.IOException;

/** Where a file has content, and where nothing was ever written: there it has zeros. */
public interface Holes {
  /** A file of which nothing is known: all of it has to be read. */
  Holes NONE =
      new Holes() {
        @Override
        public long nextContent(long position) {
          return position;
        }

        @Override
        public long nextHole(long position) {
          return Long.MAX_VALUE;
        }
      };

  /** Returns the first position from the given one on that is in no hole, or the file's length. */
  long nextContent(long position) throws IOException;

  /** Returns the first position from the given one on that is in a hole, or the file's length. */
  long nextHole(long position) throws IOException;
}
