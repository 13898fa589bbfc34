package io.github.baci.build.parts;

import io.github.baci.stream.BlockInputStream;
import java.io.IOException;
import java.util.List;

/** Bytes, put together of their parts. */
final class PartsInput extends BlockInputStream {
  private static final int BUFFER = 256 << 10;

  private final List<Part> parts;
  private final ContextFiles.Reading files;
  private final byte[] own = new byte[BUFFER];
  private byte[] buffer = own;
  private int position;
  private int filled;
  private int next;
  private int done;

  PartsInput(Parts parts, ContextFiles.Reading files) {
    this.parts = parts.list();
    this.files = files;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (position == filled) {
      if (next == parts.size()) {
        return -1;
      }
      fill(parts.get(next));
    }
    int count = Math.min(length, filled - position);
    System.arraycopy(buffer, position, target, offset, count);
    position += count;
    return count;
  }

  private void fill(Part part) throws IOException {
    int length = Math.min(BUFFER, part.size() - done);
    if (part instanceof Part.Literal literal) {
      buffer = literal.bytes();
      position = done;
      filled = done + length;
    } else if (part instanceof Part.OfFile of) {
      buffer = own; // not what a literal left there, which is not ours to write to
      files.read(new Part.OfFile(of.file(), of.offset() + done, length), own, 0);
      position = 0;
      filled = length;
    }
    done += length;
    if (done == part.size()) {
      next++;
      done = 0;
    }
  }

  @Override
  public void close() throws IOException {
    files.close();
  }
}
