package io.github.baci.layer;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the maps of sparse files in the forms that GNU tar writes. */
final class SparseMapReader {
  private static final int PARTS_IN_HEADER = 4;
  private static final int PARTS_IN_BLOCK = 21;
  private static final int PART_BYTES = 24;
  private static final int NUMBER_BYTES = 12;
  private static final int MOST_DIGITS = 18;

  private final TarInput input;
  private final TarLimits limits;

  SparseMapReader(TarInput input, TarLimits limits) {
    this.input = input;
    this.limits = limits;
  }

  /**
   * Reads the map of an entry.
   *
   * @param header the entry's header block, if it is of GNU's old kind; else null
   * @param sparse what the extended header says
   * @param stored how many bytes are stored
   * @param content the stored bytes; the map is taken from them where it stands there
   * @return null for a file without holes
   */
  @Nullable SparseMap read(
      @Nullable TarBlock header, PaxRecords.SparseRecords sparse, long stored, InputStream content)
      throws IOException, TarDamage {
    if (header != null) {
      return inHeaders(header, stored);
    }
    if (!sparse.present) {
      return null;
    }
    if (sparse.realSize == null) {
      throw new TarDamage("it is a sparse file, but its header does not say how long");
    }
    if (sparse.major == 0) {
      return SparseMap.of(sparse.map, sparse.realSize, stored);
    }
    if (sparse.major == 1 && sparse.minor == 0) {
      return beforeContent(sparse.realSize, stored, content);
    }
    throw new TarDamage(
        "it is a sparse file of the unknown format %d.%d".formatted(sparse.major, sparse.minor));
  }

  private SparseMap inHeaders(TarBlock header, long stored) throws IOException, TarDamage {
    List<Long> numbers = new ArrayList<>();
    long realSize = header.number(483, NUMBER_BYTES);
    addParts(header, 386, PARTS_IN_HEADER, numbers);
    boolean more = header.at(482) != 0;
    while (more) {
      checkLength(numbers.size());
      TarBlock block = input.takeBlock();
      addParts(block, 0, PARTS_IN_BLOCK, numbers);
      more = block.at(504) != 0;
    }
    return SparseMap.of(numbers, realSize, stored);
  }

  private static void addParts(TarBlock block, int offset, int count, List<Long> numbers)
      throws TarDamage {
    for (int i = 0; i < count; i++) {
      int part = offset + PART_BYTES * i;
      if (block.at(part) == 0) {
        return;
      }
      numbers.add(block.number(part, NUMBER_BYTES));
      numbers.add(block.number(part + NUMBER_BYTES, NUMBER_BYTES));
    }
  }

  /** Decimal lines, the first the number of parts, filled up with zeros to whole blocks. */
  private SparseMap beforeContent(long realSize, long stored, InputStream content)
      throws IOException, TarDamage {
    List<Long> numbers = new ArrayList<>();
    long count = -1;
    long mapBytes = 0;
    while (count < 0 || numbers.size() < 2 * count) {
      checkLength(numbers.size());
      long number = 0;
      int digits = 0;
      int c = content.read();
      while (c >= '0' && c <= '9' && digits < MOST_DIGITS) {
        number = number * 10 + c - '0';
        digits++;
        c = content.read();
      }
      mapBytes += digits + 1;
      if (c != '\n' || digits == 0) {
        throw new TarDamage("its map of holes is malformed");
      }
      if (count < 0) {
        count = number;
      } else {
        numbers.add(number);
      }
    }
    int padding = TarBlock.padding(mapBytes);
    if (content.readNBytes(padding).length != padding) {
      throw new TarDamage("its map of holes is cut off");
    }
    return SparseMap.of(numbers, realSize, stored - mapBytes - padding);
  }

  private void checkLength(int numbers) throws TarDamage {
    if ((long) numbers * NUMBER_BYTES > limits.headerBytes()) {
      throw new TarDamage(
          "its map of holes is longer than %,d bytes".formatted(limits.headerBytes()));
    }
  }
}
