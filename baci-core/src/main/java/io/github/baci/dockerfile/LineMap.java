package io.github.baci.dockerfile;

import java.util.Arrays;

/**
 * Leads from offsets in a logical line back to places in the file: the logical line is made of
 * pieces of physical lines, each of which starts at an offset.
 */
final class LineMap {
  private int[] offsets = new int[4];
  private int[] lines = new int[4];
  private int[] columns = new int[4];
  private int size;

  /** Adds the piece that begins at the offset; pieces come in order, an empty one is replaced. */
  void add(int offset, int line, int column) {
    if (size > 0 && offsets[size - 1] == offset) {
      size--;
    }
    if (size == offsets.length) {
      offsets = Arrays.copyOf(offsets, size * 2);
      lines = Arrays.copyOf(lines, size * 2);
      columns = Arrays.copyOf(columns, size * 2);
    }
    offsets[size] = offset;
    lines[size] = line;
    columns[size] = column;
    size++;
  }

  /** Returns where the character at the offset stands. */
  Position at(int offset) {
    int found = Arrays.binarySearch(offsets, 0, size, offset);
    int index = found >= 0 ? found : Math.max(0, -found - 2);
    return new Position(lines[index], columns[index] + offset - offsets[index]);
  }
}
