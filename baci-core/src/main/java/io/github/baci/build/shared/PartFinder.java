package io.github.baci.build.shared;

import io.github.baci.api.Digest;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds bytes of the build context's files in other bytes, wherever they lie ("rsync", Tridgell and
 * Mackerras, 1996): the first bytes of each block of a file are known by a hash that rolls over the
 * bytes which are looked through; where it agrees, the file is compared in both directions.
 */
final class PartFinder implements Closeable {
  private static final int BLOCK = 64 << 10;
  private static final int WINDOW = 256;

  /** Shorter runs are not worth their place in a record. */
  private static final int LEAST_RUN = 4 << 10;

  /** So many files may begin a block with the same bytes, and be compared. */
  private static final int MOST_ALIKE = 64;

  private static final long FACTOR = 0x9E3779B97F4A7C15L;
  private static final int FILTER_BITS = 20;

  private final ContextFiles.Reading reading;
  private final Map<Long, List<Place>> places = new HashMap<>();
  private final long[] filter = new long[1 << (FILTER_BITS - 6)];
  private final long leaving;
  private final byte[] compared = new byte[BLOCK];

  /** A place in a file. */
  private record Place(Digest file, long offset) {}

  private PartFinder(ContextFiles files) {
    this.reading = files.reading();
    long power = 1;
    for (int i = 1; i < WINDOW; i++) {
      power *= FACTOR;
    }
    this.leaving = power;
  }

  /** Prepares to look for the files; returns nothing if there are none. */
  static Optional<PartFinder> of(ContextFiles files) throws IOException {
    PartFinder finder = new PartFinder(files);
    try {
      byte[] window = new byte[WINDOW];
      for (Digest file : files.digests()) {
        long size = files.size(file);
        for (long offset = 0; offset + WINDOW <= size; offset += BLOCK) {
          if (finder.reading.read(file, offset, window, 0, WINDOW) == WINDOW) {
            finder.add(window, new Place(file, offset));
          }
        }
      }
    } finally {
      finder.reading.close();
    }
    return finder.places.isEmpty() ? Optional.empty() : Optional.of(finder);
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

  private static int bit(long hash) {
    return (int) (hash >>> (64 - FILTER_BITS));
  }

  private static long hash(byte[] bytes, int from) {
    long hash = 0;
    for (int i = from; i < from + WINDOW; i++) {
      hash = hash * FACTOR + bytes[i];
    }
    return hash;
  }

  /** Returns what some bytes consist of. */
  List<Part> find(byte[] bytes, int length) throws IOException {
    List<Part> parts = new ArrayList<>();
    int done = 0;
    int at = 0;
    long hash = length < WINDOW ? 0 : hash(bytes, 0);
    while (at + WINDOW <= length) {
      int bit = bit(hash);
      if ((filter[bit >>> 6] & 1L << bit) != 0) {
        Optional<Run> run = longest(places.getOrDefault(hash, List.of()), bytes, done, at, length);
        if (run.isPresent()) {
          addLiteral(parts, bytes, done, run.get().from());
          parts.add(run.get().part());
          done = run.get().from() + run.get().part().size();
          at = done;
          hash = at + WINDOW <= length ? hash(bytes, at) : 0;
          continue;
        }
      }
      if (at + WINDOW < length) {
        hash = (hash - bytes[at] * leaving) * FACTOR + bytes[at + WINDOW];
      }
      at++;
    }
    addLiteral(parts, bytes, done, length);
    return parts;
  }

  private static void addLiteral(List<Part> parts, byte[] bytes, int from, int to) {
    if (from < to) {
      parts.add(new Part.Literal(Arrays.copyOfRange(bytes, from, to)));
    }
  }

  /**
   * Bytes that are those of a file.
   *
   * @param from where they begin among those that are looked through
   */
  private record Run(int from, Part.OfFile part) {}

  private Optional<Run> longest(List<Place> alike, byte[] bytes, int done, int at, int length)
      throws IOException {
    Optional<Run> longest = Optional.empty();
    for (Place place : alike) {
      int after = forwards(place, bytes, at, length);
      int before = after < WINDOW ? 0 : backwards(place, bytes, done, at);
      if (before + after >= LEAST_RUN
          && (longest.isEmpty() || before + after > longest.get().part().size())) {
        longest =
            Optional.of(
                new Run(
                    at - before,
                    new Part.OfFile(place.file(), place.offset() - before, before + after)));
      }
    }
    return longest;
  }

  private int forwards(Place place, byte[] bytes, int at, int length) throws IOException {
    int same = 0;
    while (at + same < length) {
      int want = Math.min(BLOCK, length - at - same);
      int count = reading.read(place.file(), place.offset() + same, compared, 0, want);
      int differs = Arrays.mismatch(compared, 0, count, bytes, at + same, at + same + count);
      same += differs < 0 ? count : differs;
      if (differs >= 0 || count < want) {
        break;
      }
    }
    return same;
  }

  private int backwards(Place place, byte[] bytes, int done, int at) throws IOException {
    int want = (int) Math.min(Math.min(BLOCK, at - done), place.offset());
    int count = reading.read(place.file(), place.offset() - want, compared, 0, want);
    int same = 0;
    while (same < count && count == want && compared[want - 1 - same] == bytes[at - 1 - same]) {
      same++;
    }
    return same;
  }

  @Override
  public void close() throws IOException {
    reading.close();
  }
}
