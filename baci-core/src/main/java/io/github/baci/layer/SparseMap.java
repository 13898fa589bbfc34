package io.github.baci.layer;

import io.github.baci.stream.BlockInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where the stored bytes of a sparse file belong; what lies between is holes.
 *
 * @param realSize the length of the file
 * @param segments the stored parts in ascending order
 */
record SparseMap(long realSize, List<Segment> segments) {

  /** A part of the file that is stored. */
  record Segment(long offset, long length) {}

  /**
   * Checks a map.
   *
   * @param numbers offsets and lengths, by turns
   * @param stored how many bytes are stored
   */
  static SparseMap of(List<Long> numbers, long realSize, long stored) throws TarDamage {
    List<Segment> segments = new ArrayList<>();
    long end = 0;
    long sum = 0;
    if (numbers.size() % 2 != 0) {
      throw new TarDamage("its map of holes is cut off");
    }
    for (int i = 0; i < numbers.size(); i += 2) {
      long offset = numbers.get(i);
      long length = numbers.get(i + 1);
      if (offset < end || length < 0 || offset > realSize || length > realSize - offset) {
        throw new TarDamage("its map of holes contradicts itself");
      }
      end = offset + length;
      sum += length;
      if (length > 0) {
        segments.add(new Segment(offset, length));
      }
    }
    if (sum != stored) {
      throw new TarDamage(
          "its map of holes tells of %d bytes, but %d are stored".formatted(sum, stored));
    }
    return new SparseMap(realSize, List.copyOf(segments));
  }

  long holes() {
    return realSize - segments.stream().mapToLong(Segment::length).sum();
  }

  /** Returns the whole file, holes as zeros. */
  InputStream expand(InputStream stored) {
    return new Expanded(stored, this);
  }

  private static final class Expanded extends BlockInputStream {
    private final InputStream stored;
    private final SparseMap map;
    private long position;
    private int next;

    Expanded(InputStream stored, SparseMap map) {
      this.stored = stored;
      this.map = map;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (position == map.realSize) {
        return -1;
      }
      Segment segment = next < map.segments.size() ? map.segments.get(next) : null;
      long holeEnd = segment == null ? map.realSize : segment.offset;
      if (segment == null || position < holeEnd) {
        int count = (int) Math.min(length, holeEnd - position);
        Arrays.fill(bytes, offset, offset + count, (byte) 0);
        position += count;
        return count;
      }
      long segmentEnd = segment.offset + segment.length;
      int count = stored.read(bytes, offset, (int) Math.min(length, segmentEnd - position));
      if (count < 0) {
        throw new EOFException("a sparse file ends early");
      }
      position += count;
      if (position == segmentEnd) {
        next++;
      }
      return count;
    }
  }
}
