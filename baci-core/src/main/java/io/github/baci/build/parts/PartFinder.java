package io.github.baci.build.parts;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Finds bytes of the build context's files in other bytes, wherever they lie ("rsync", Tridgell and
 * Mackerras, 1996): the first bytes of each block of a file are known by a hash that rolls over the
 * bytes which are looked through; where it agrees, the file is compared in both directions. For one
 * thread.
 */
final class PartFinder implements Closeable {
  /** Shorter runs are not worth their place in a record. */
  private static final int LEAST_RUN = 4 << 10;

  private final PartIndex index;
  private final ContextFiles.Reading reading;
  private final byte[] compared = new byte[PartIndex.BLOCK];

  private PartFinder(PartIndex index, ContextFiles.Reading reading) {
    this.index = index;
    this.reading = reading;
  }

  /** Prepares to look for the files; returns nothing if there are none. */
  static Optional<PartFinder> of(ContextFiles files) throws IOException {
    PartIndex index = files.index();
    return index.isEmpty() ? Optional.empty() : Optional.of(new PartFinder(index, files.reading()));
  }

  /** Returns what some bytes consist of. */
  List<Part> find(byte[] bytes, int length) throws IOException {
    List<Part> parts = new ArrayList<>();
    int done = 0;
    int at = 0;
    long hash = length < PartIndex.WINDOW ? 0 : PartIndex.hash(bytes, 0);
    while (at + PartIndex.WINDOW <= length) {
      List<PartIndex.Place> alike = index.find(hash);
      if (!alike.isEmpty()) {
        Optional<Run> run = longest(alike, bytes, done, at, length);
        if (run.isPresent()) {
          addLiteral(parts, bytes, done, run.get().from());
          parts.add(run.get().part());
          done = run.get().from() + run.get().part().size();
          at = done;
          hash = at + PartIndex.WINDOW <= length ? PartIndex.hash(bytes, at) : 0;
          continue;
        }
      }
      if (at + PartIndex.WINDOW < length) {
        hash = PartIndex.next(hash, bytes, at);
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

  private Optional<Run> longest(
      List<PartIndex.Place> alike, byte[] bytes, int done, int at, int length) throws IOException {
    Optional<Run> longest = Optional.empty();
    for (PartIndex.Place place : alike) {
      int after = forwards(place, bytes, at, length);
      int before = after < PartIndex.WINDOW ? 0 : backwards(place, bytes, done, at);
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

  private int forwards(PartIndex.Place place, byte[] bytes, int at, int length) throws IOException {
    int same = 0;
    while (at + same < length) {
      int want = Math.min(PartIndex.BLOCK, length - at - same);
      int count = reading.read(place.file(), place.offset() + same, compared, 0, want);
      int differs = Arrays.mismatch(compared, 0, count, bytes, at + same, at + same + count);
      same += differs < 0 ? count : differs;
      if (differs >= 0 || count < want) {
        break;
      }
    }
    return same;
  }

  private int backwards(PartIndex.Place place, byte[] bytes, int done, int at) throws IOException {
    int want = (int) Math.min(Math.min(PartIndex.BLOCK, at - done), place.offset());
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
