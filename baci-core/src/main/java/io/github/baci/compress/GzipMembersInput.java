package io.github.baci.compress;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/**
 * The JDK's reader of gzip, for any number of members in a row. The JDK's calls itself at the end
 * of each, and so a few thousand members without content would take all of the stack.
 */
final class GzipMembersInput extends GZIPInputStream {
  private boolean isReading;

  GzipMembersInput(InputStream in, int buffer) throws IOException {
    super(in, buffer);
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (isReading) {
      return 0; // the next member has begun; the loop below reads it
    }
    isReading = true;
    try {
      int count = super.read(bytes, offset, length);
      while (count == 0 && length > 0) {
        count = super.read(bytes, offset, length);
      }
      return count;
    } finally {
      isReading = false;
    }
  }
}
