package io.github.baci.build.parts;

import io.github.baci.api.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where bytes of the build context's files may be found again: the first bytes of each block of a
 * file, by a hash that rolls. Immutable.
 */
final class PartIndex {
  /** So many bytes at the beginning of each block are hashed. */
  static final int WINDOW = 256;

  static final int BLOCK = 64 << 10;

  /** So many files may begin a block with the same bytes, and be compared. */
  private static final int MOST_ALIKE = 64;

  private static final long FACTOR = 0x9E3779B97F4A7C15L;
  private static final long LEAVING = leaving();
  private static final int FILTER_BITS = 20;

  private final Map<Long, List<Place>> places = new HashMap<>();
  private final long[] filter = new long[1 << (FILTER_BITS - 6)];

  /** A place in a file. */
  record Place(Digest file, long offset) {}

  private PartIndex() {}

  /** Reads the beginnings of all blocks. */
  static PartIndex of(ContextFiles files) throws IOException {
    PartIndex index = new PartIndex();
    try (ContextFiles.Reading reading = files.reading()) {
      byte[] window = new byte[WINDOW];
      for (Digest file : files.digests()) {
        long size = files.size(file);
        for (long offset = 0; offset + WINDOW <= size; offset += BLOCK) {
          if (reading.read(file, offset, window, 0, WINDOW) == WINDOW) {
            index.add(window, new Place(file, offset));
          }
        }
      }
    }
    return index;
  }

  private void add(byte[] window, Place place) {
    if (isOfOneByte(window)) {
      return; // it is in many files, and in no place that means anything
    }
    long hash = hash(window, 0);
    List<Place> alike = places.computeIfAbsent(hash, key -> new ArrayList<>(1));
    if (alike.size() < MOST_ALIKE) {
      alike.add(place);
    }
    int bit = bit(hash);
    filter[bit >>> 6] |= 1L << bit;
  }

  private static boolean isOfOneByte(byte[] window) {
    return Arrays.equals(window, 1, WINDOW, window, 0, WINDOW - 1);
  }

  boolean isEmpty() {
    return places.isEmpty();
  }

  /** Returns the places whose window has this hash. */
  List<Place> find(long hash) {
    int bit = bit(hash);
    return (filter[bit >>> 6] & 1L << bit) == 0 ? List.of() : places.getOrDefault(hash, List.of());
  }

  private static int bit(long hash) {
    return (int) (hash >>> (64 - FILTER_BITS));
  }

  /** Returns the hash of the window that begins there. */
  static long hash(byte[] bytes, int from) {
    long hash = 0;
    for (int i = from; i < from + WINDOW; i++) {
      hash = hash * FACTOR + bytes[i];
    }
    return hash;
  }

  /** Returns the hash of the next window, from that of the one that begins there. */
  static long next(long hash, byte[] bytes, int from) {
    return (hash - bytes[from] * LEAVING) * FACTOR + bytes[from + WINDOW];
  }

  private static long leaving() {
    long power = 1;
    for (int i = 1; i < WINDOW; i++) {
      power *= FACTOR;
    }
    return power;
  }
}
